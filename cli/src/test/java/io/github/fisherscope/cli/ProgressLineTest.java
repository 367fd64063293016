package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter shown = new StringWriter();
    private long now = 5_000_000_000L;
    private final ProgressLine line = new ProgressLine(new PrintWriter(shown), () -> now);

    private void at(double seconds) {
        now = 5_000_000_000L + Math.round(seconds * 1e9);
    }

    /** Returns what stands on the line now. */
    private String text() {
        String all = shown.toString();
        return all.substring(all.lastIndexOf('\r') + 1).strip();
    }

    @Test
    void nothingIsShownInTheFirstTwoSeconds() {
        line.onStage("forward pass", 0, 1);
        at(1.9);
        line.onWork(1e9, 2e9);
        line.onStage("norms", 0, 1);
        line.clear();
        assertThat(shown.toString()).isEmpty();
    }

    @Test
    void theRateAndTheTimeLeftFollowFromTheWorkDone() {
        line.onStage("eigenvalues (lanczos)", 0, 1);
        at(10);
        line.onWork(500e9, 2000e9);
        assertThat(text()).isEqualTo("eigenvalues (lanczos), 10 s, 50.0 Gflop/s, 25 %, about 30 s left");
        at(100);
        line.onWork(500e9, 2000e9);
        assertThat(text()).isEqualTo("eigenvalues (lanczos), 100 s, 5.0 Gflop/s, 25 %, about 5 min left");
        line.onWork(2001e9, 2000e9);
        assertThat(text()).endsWith("more than expected");
        line.clear();
        assertThat(text()).isEmpty();
    }

    @Test
    void aPieceOfWorkThatBeginsHasARateOfItsOwn() {
        at(100);
        line.begin("F v");
        assertThat(text()).isEqualTo("F v");
        at(110);
        line.onWork(500e9, 2000e9);
        assertThat(text()).isEqualTo("F v, 10 s, 50.0 Gflop/s, 25 %, about 30 s left");
        line.onWork(500e9, Double.NaN);
        assertThat(text()).isEqualTo("F v, 10 s, 50.0 Gflop/s");
    }

    @Test
    void networksThatAreFinishedTellTheTimeLeftToo() {
        at(4);
        line.onStage("norms", 2, 10);
        assertThat(text()).isEqualTo("network 3 of 10, norms, 4 s, about 16 s left");
    }

    @Test
    void aCommandWithoutATerminalIsSilent() {
        Run run = Run.of("spectrum", "--widths", "8,9,3", "--samples", "12", "--json", "-");
        assertThat(run.err()).isEmpty();
    }
}
