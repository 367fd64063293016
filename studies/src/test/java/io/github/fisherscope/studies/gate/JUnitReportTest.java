package io.github.fisherscope.studies.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.studies.gate.GateOutcome.Status;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The file for build servers, as a parser of XML reads it. */
class JUnitReportTest {
    private static Element parse(String title, GateOutcome... outcomes)
            throws ParserConfigurationException, IOException, SAXException {
        String xml = JUnitReport.of(title, List.of(outcomes));
        assertThat(xml).startsWith("<?xml").endsWith("\n");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }

    private static Element element(Element root, String name, int index) {
        return (Element) root.getElementsByTagName(name).item(index);
    }

    @Test
    void outcomesAreCountedByTheirStatus() throws ParserConfigurationException, IOException, SAXException {
        Element suite = parse(
                "spectrum",
                new GateOutcome("assert", "largest<2", Status.FAILED, "largest is 3"),
                new GateOutcome("check", "mean", Status.SKIPPED, "for information"),
                new GateOutcome("check", "bulk", Status.PASSED, "it agrees"),
                new GateOutcome("baseline", "mean", Status.FAILED, "it differs"));
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("0");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(4);
        assertThat(element(suite, "testcase", 0).getAttribute("classname")).isEqualTo("fisher.assert");
        assertThat(element(suite, "failure", 1).getAttribute("message")).isEqualTo("it differs");
        assertThat(element(suite, "skipped", 0).getAttribute("message")).isEqualTo("for information");
        assertThat(element(suite, "testcase", 2).getElementsByTagName("*").getLength())
                .isZero();
    }

    @Test
    void nothingJudgedIsAnEmptySuite() throws ParserConfigurationException, IOException, SAXException {
        Element suite = parse("spectrum");
        assertThat(suite.getAttribute("tests")).isEqualTo("0");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isZero();
    }

    /** What is markup is escaped, what XML cannot hold is a question mark, and every other character is kept. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<>&\"'",
                "λ_max ≤ 2 → σ²",
                "emoji \ud83d\ude00",
                "bell \u0007 and null \u0000",
                "half \ud83d pair"
            })
    void namesAreReadBackAsTheyWere(String name) throws ParserConfigurationException, IOException, SAXException {
        String expected = name.replace('\u0007', '?').replace('\u0000', '?').replace("half \ud83d pair", "half ? pair");
        Element suite = parse(name, new GateOutcome("assert", name, Status.FAILED, name));
        assertThat(suite.getAttribute("name")).isEqualTo(expected);
        assertThat(element(suite, "testcase", 0).getAttribute("name")).isEqualTo(expected);
        assertThat(element(suite, "failure", 0).getAttribute("message")).isEqualTo(expected);
    }

    @Test
    void onlyFailuresFail() {
        for (Status status : Status.values()) {
            assertThat(new GateOutcome("assert", "n", status, "w").failed()).isEqualTo(status == Status.FAILED);
        }
    }
}
