package io.github.fisherscope.studies.gate;

import io.github.fisherscope.studies.gate.GateOutcome.Status;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Outcomes in the JUnit form that build servers show: a test case for each, classed by its gate. */
public final class JUnitReport {
    private JUnitReport() {}

    /** Returns the XML, ending with a line feed. Characters that XML does not have are shown as question marks. */
    public static String of(String title, List<GateOutcome> outcomes) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", plain(title));
            xml.writeAttribute("tests", Integer.toString(outcomes.size()));
            xml.writeAttribute("failures", Long.toString(count(outcomes, Status.FAILED)));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", Long.toString(count(outcomes, Status.SKIPPED)));
            for (GateOutcome outcome : outcomes) {
                write(xml, outcome);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory failed", e);
        }
        return text + "\n";
    }

    private static void write(XMLStreamWriter xml, GateOutcome outcome) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "fisher." + outcome.gate());
        xml.writeAttribute("name", plain(outcome.name()));
        switch (outcome.status()) {
            case PASSED -> xml.writeCharacters("");
            case FAILED -> writeReason(xml, "failure", outcome);
            case SKIPPED -> writeReason(xml, "skipped", outcome);
        }
        xml.writeEndElement();
    }

    private static void writeReason(XMLStreamWriter xml, String element, GateOutcome outcome)
            throws XMLStreamException {
        xml.writeEmptyElement(element);
        xml.writeAttribute("message", plain(outcome.words()));
    }

    private static long count(List<GateOutcome> outcomes, Status status) {
        return outcomes.stream().filter(o -> o.status() == status).count();
    }

    private static String plain(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean xml = c >= 0x20 && (c < 0xd800 || c > 0xdfff) && c != 0xfffe && c != 0xffff;
            out.appendCodePoint(xml ? c : '?');
        });
        return out.toString();
    }
}
