"""WHOIS answers in the layouts of many registries; all names and addresses are made up."""

REGISTRANT = "Robin Q. Owner"
"""The one who owns the name in every sample: never to be kept."""
_OWN = "robin.owner@private.example"

GTLD = f"""\
   Domain Name: LEAKSITE.COM
   Registry Domain ID: 1_DOMAIN_COM-VRSN
   Registrar WHOIS Server: whois.registrar.example
   Registrar URL: http://www.registrar.example
   Updated Date: 2026-01-02T03:04:05Z
   Registrar: NameCheap, Inc.
   Registrar IANA ID: 1068
   Registrar Abuse Contact Email: Abuse@namecheap.example
   Registrar Abuse Contact Phone: +1.6613102107
   Domain Status: clientTransferProhibited https://icann.org/epp#clientTransferProhibited
   Registrant Name: {REGISTRANT}
   Registrant Email: {_OWN}
   Name Server: NS1.DNS.EXAMPLE
   Name Server: NS2.DNS.EXAMPLE
   DNSSEC: unsigned
>>> Last update of WHOIS database: 2026-11-01T00:00:00Z <<<
"""
NOMINET = f"""\
    Domain name:
        leaksite.co.uk

    Registrant:
        {REGISTRANT}

    Registrar:
        Tucows Inc t/a Tucows [Tag = TUCOWS-CA]
        URL: http://www.tucows.example

    Relevant dates:
        Registered on: 01-Jan-2020

    Name servers:
        ns1.dns.example    192.0.2.1
        ns2.dns.example
"""
SIDN = f"""\
Domain name: leaksite.nl
Status:      active

Registrant:
   {REGISTRANT}

Registrar:
   Hosting Voorbeeld B.V.
   Straat 1
   1000AA AMSTERDAM
   Netherlands

Abuse Contact:
   +31.201234567
   misbruik@hosting.example

Domain nameservers:
   ns1.dns.example
   ns2.dns.example
"""
AFNIC = f"""\
%%
%% This is the AFNIC Whois server.
%%
domain:                        leaksite.fr
status:                        ACTIVE
holder-c:                      RO1-FRNIC
admin-c:                       RO1-FRNIC
registrar:                     OVH
nserver:                       ns1.dns.example [192.0.2.1]
nserver:                       ns2.dns.example

registrar:                     OVH
address:                       2 Rue Exemple
country:                       FR
e-mail:                        support@ovh.example
website:                       http://www.ovh.example

nic-hdl:                       RO1-FRNIC
contact:                       {REGISTRANT}
e-mail:                        {_OWN}
"""
EURID = f"""\
% The WHOIS service offered by EURid
Domain: leaksite.eu
Script: LATIN

Registrant:
        {REGISTRANT}
        NOT DISCLOSED!

Technical:
        Organisation: Technik GmbH
        Email: technik@technik.example

Registrar:
        Name: Key Example GmbH
        Website: https://registrar.example

Name servers:
        ns1.dns.example
        ns2.dns.example
"""
NASK = """\
DOMAIN NAME:           leaksite.pl
registrant type:       individual
nameservers:           ns1.dns.example.
                       ns2.dns.example.
created:               2020.01.01 10:00:00

REGISTRAR:
Przyklad Sp. z o.o.
ul. Przykladowa 1
00-000 Warszawa
Polska/Poland
+48.123456789
abuse@przyklad.example

WHOIS database responses
"""
NIC_IT = f"""\
Domain:             leaksite.it
Status:             ok

Registrant
  Organization:     {REGISTRANT}
  Address:          Via Esempio 1

Registrar
  Organization:     Esempio s.p.a.
  Name:             ESEMPIO-REG
  Web:              http://www.esempio.example

Nameservers
  ns1.dns.example
  ns2.dns.example
"""
TCI = """\
% TCI Whois Service.
domain:        LEAKSITE.RU
nserver:       ns1.dns.example.
nserver:       ns2.dns.example.
state:         REGISTERED, DELEGATED, VERIFIED
person:        Private Person
registrar:     PRIMER-RU
admin-contact: https://www.primer.example/whois
created:       2020-01-01T10:00:00Z
"""
AUDA = f"""\
Domain Name: leaksite.com.au
Registry Domain ID: 0000-AU
Registrar WHOIS Server: whois.auda.org.au
Registrar URL: https://registrar.example
Registrar Name: Example Pty Ltd
Registrar Abuse Contact Email: abuse@registrar.example
Registrar Abuse Contact Phone: +61.300000000
Status: ok
Registrant Contact Name: {REGISTRANT}
Name Server: ns1.dns.example
Name Server IP: 192.0.2.1
"""
IIS = """\
# Copyright (c) 1997- The Swedish Internet Foundation.
state:            active
domain:           leaksite.se
holder:           robin1234-00001
nserver:          ns1.dns.example
nserver:          ns2.dns.example
registrar:        Exempel AB
"""
KISA = f"""\
Domain Name                 : leaksite.kr
Registrant                  : {REGISTRANT}
AC E-Mail                   : {_OWN}
Registered Date             : 2020. 01. 01.
Authorized Agency           : Yeje, Inc.(http://yeje.example)
Primary Name Server
   Host Name                : ns1.dns.example
"""
TR = f"""\
** Domain Name: leaksite.com.tr
Domain Status: Active

** Registrant:
   {REGISTRANT}

** Registrar:
NIC Handle\t\t: abc1-metu
Organization Name\t: Ornek A.S.
Address\t\t\t: Sokak 1

** Domain Servers:
ns1.dns.example
ns2.dns.example
"""
RIPE = f"""\
% This is the RIPE Database query service.
% Information related to '203.0.113.0 - 203.0.113.255'
% Abuse contact for '203.0.113.0 - 203.0.113.255' is 'abuse@hoster.example'

inetnum:        203.0.113.0 - 203.0.113.255
netname:        HOSTER-NET-1
country:        NL
org:            ORG-HE1-RIPE
admin-c:        RO1-RIPE

organisation:   ORG-HE1-RIPE
org-name:       Hoster Example B.V.

person:         {REGISTRANT}
e-mail:         {_OWN}
"""
ARIN = """\
#
# ARIN WHOIS data and services are subject to the Terms of Use
#
NetRange:       198.51.100.0 - 198.51.100.255
CIDR:           198.51.100.0/24
NetName:        VULTR-1
Organization:   The Constant Company, LLC (CHOOP-1)

OrgName:        The Constant Company, LLC
OrgId:          CHOOP-1
OrgAbuseHandle: ABUSE1-ARIN
OrgAbuseName:   Abuse Department
OrgAbusePhone:  +1-973-555-0100
OrgAbuseEmail:  abuse@vultr.example
OrgTechEmail:   tech@vultr.example
"""
APNIC = f"""\
% [whois.apnic.net]
% Abuse contact for '192.0.2.0 - 192.0.2.255' is 'ipas@apnet.example'

inetnum:        192.0.2.0 - 192.0.2.255
netname:        APNET-EXAMPLE
descr:          Ap Net Example Ltd
person:         {REGISTRANT}
"""
LACNIC = f"""\
% Copyright LACNIC
inetnum:     198.51.100.0/24
status:      allocated
owner:       Rede Exemplo S.A.
ownerid:     BR-RESA-LACNIC
responsible: {REGISTRANT}
e-mail:      abuse@rede.example
"""

SAMPLES: dict[str, tuple[str, str, str, str]] = {
    "gtld": (GTLD, "registrar", "NameCheap, Inc.", "abuse@namecheap.example"),
    "nominet": (NOMINET, "registrar", "Tucows Inc t/a Tucows", ""),
    "sidn": (SIDN, "registrar", "Hosting Voorbeeld B.V.", "misbruik@hosting.example"),
    "afnic": (AFNIC, "registrar", "OVH", ""),
    "eurid": (EURID, "registrar", "Key Example GmbH", ""),
    "nask": (NASK, "registrar", "Przyklad Sp. z o.o.", "abuse@przyklad.example"),
    "nic.it": (NIC_IT, "registrar", "Esempio s.p.a.", ""),
    "tci": (TCI, "registrar", "PRIMER-RU", ""),
    "auda": (AUDA, "registrar", "Example Pty Ltd", "abuse@registrar.example"),
    "iis": (IIS, "registrar", "Exempel AB", ""),
    "kisa": (KISA, "registrar", "Yeje, Inc.", ""),
    "tr": (TR, "registrar", "Ornek A.S.", ""),
    "ripe": (RIPE, "host", "Hoster Example B.V.", "abuse@hoster.example"),
    "arin": (ARIN, "host", "The Constant Company, LLC", "abuse@vultr.example"),
    "apnic": (APNIC, "host", "APNET-EXAMPLE", "ipas@apnet.example"),
    "lacnic": (LACNIC, "host", "Rede Exemplo S.A.", "abuse@rede.example"),
}
"""Name → the answer, and the role, name and abuse address that should be read in it."""
