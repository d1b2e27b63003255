"""junit.py SCHEMA REPORT : the errors of a JUnit report by an XML schema, and what junitparser reads in it, as JSON."""

import json
import sys

from junitparser import JUnitXml
from lxml import etree


def main(schema: str, report: str) -> None:
    validator = etree.XMLSchema(etree.parse(schema))
    validator.validate(etree.parse(report))
    suites = [
        {
            "name": suite.name,
            "tests": suite.tests,
            "failures": suite.failures,
            "errors": suite.errors,
            "cases": [
                {"name": case.name, "file": case.classname, "failures": [r.type for r in case.result]} for case in suite
            ],
        }
        for suite in JUnitXml.fromfile(report)
    ]
    print(json.dumps({"errors": [str(error) for error in validator.error_log], "suites": suites}))


main(*sys.argv[1:])
