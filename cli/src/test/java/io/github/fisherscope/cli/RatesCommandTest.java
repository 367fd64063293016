package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class RatesCommandTest {
    private static final String SMALL = "rates --widths 4,6,2 --samples 8 --steps 5 ";

    @TempDir
    private Path folder;

    private Run run(String line) {
        return Run.of(Run.split(line, folder));
    }

    @Test
    void everyMethodHasItsRow() {
        Run table = run(SMALL);
        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out())
                .contains(
                        "gradient-descent", "heavy-ball:0.9", "nesterov:0.9", "adam:0.9", "natural:dual:damping=0.001")
                .contains("λ_max at the start", "Trained: the largest rate");
        Run json = run(SMALL + "--methods natural,adam --damping 0.5 --json -");
        JsonNode methods = new ObjectMapper().readTree(json.out()).get("methods");
        assertThat(methods.size()).isEqualTo(2);
        assertThat(methods.get(0).get("name").asString()).isEqualTo("natural:dual:damping=0.5");
        assertThat(methods.get(0).get("trained").doubleValue()).isPositive();
        assertThat(methods.get(1).get("limit").isNull()).isTrue();
    }

    @Test
    void threadsChangeNothing() {
        String one = run(SMALL + "--json - --threads 1").out();
        assertThat(run(SMALL + "--json - --threads 3").out()).isEqualTo(one);
    }

    @Test
    void unknownMethodsAreNamed() {
        Run run = run(SMALL + "--methods natural,sgd");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("--methods", "'sgd'", "heavy-ball").hasLineCount(1);
    }
}
