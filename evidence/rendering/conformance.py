"""Says in a PDF/A-3a file that it follows PDF/UA-1 too.

WeasyPrint writes one identifier only. PDF/A allows the second if its schema is described in the
same metadata; the file is tagged and titled as PDF/UA asks either way.
"""

from typing import Any, Final

PDF_UA: Final = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
END: Final = b"</rdf:RDF>"


class MetadataUnknown(RuntimeError):
    """The engine writes its metadata in another way than the one known here."""


def also_accessible(metadata: Any) -> None:
    """Let this document's metadata carry the second identifier."""
    written = metadata.generate_rdf_metadata

    def with_both(*args: Any, **kwargs: Any) -> bytes:
        rdf: bytes = written(*args, **kwargs)
        if rdf.count(END) != 1:
            raise MetadataUnknown("the metadata has no single end")
        return rdf.replace(END, PDF_UA + END)

    metadata.generate_rdf_metadata = with_both
