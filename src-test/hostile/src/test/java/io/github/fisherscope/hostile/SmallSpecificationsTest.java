package io.github.fisherscope.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.cli.FisherCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every small specification has a result, or a refusal that a user understands: no defect, no name from inside. */
class SmallSpecificationsTest {
    private static final int SPECIFICATIONS = 60;
    private static final Set<Integer> ANSWERS = Set.of(0, 1, 3);

    /** Names as programs have them, apart from those of statistics, which are typed at {@code verify}. */
    private static final Pattern INSIDE = Pattern.compile(
            "\\b(?!secondMoment\\b|topMean\\b|fisherRaoNorm\\b)[a-z]+[A-Z]\\w*|Exception|io\\.github|\\bNaN\\b");

    private final List<String> faults = new ArrayList<>();
    private int results;

    @TempDir
    private Path folder;

    @Test
    void haveResultsOrRefusalsThatAUserUnderstands() throws IOException {
        for (int i = 0; i < SPECIFICATIONS; i++) {
            SmallSpecification small = SmallSpecification.draw(i);
            String[] likelihood = {"--likelihood", small.likelihood(), "--json", "-"};
            answers(small.random("theory", "--json", "-"));
            answers(small.random(
                    "spectrum", i % 4 == 0 ? new String[] {"--networks", "3", "--json", "-"} : likelihood));
            switch (i % 4) {
                case 0 ->
                    refusesOrAnswers(small.random("verify", "--networks", "2", "--statistics", "mean", "--quiet"));
                case 1 -> answers(small.given("spectrum", folder, i, likelihood));
                case 2 -> answers(small.given("spectrum", folder, i, "--theory", "as-if-random", "--json", "-"));
                default -> refusesOrAnswers(small.random("verify", "--networks", "2", "--quiet"));
            }
            if (i % 8 == 5) {
                answers(small.sweep(folder.resolve("sweep-" + i)));
            }
            if (i % 8 == 1) {
                answers(small.random(
                        "estimate",
                        "--draws",
                        "2,4",
                        "--repetitions",
                        "2",
                        "--likelihood",
                        small.likelihood(),
                        "--json",
                        "-"));
            }
        }
        assertThat(faults).isEmpty();
        assertThat(results).isGreaterThan(2 * SPECIFICATIONS);
    }

    private void answers(List<String> line) {
        run(line, false);
    }

    private void refusesOrAnswers(List<String> line) {
        run(line, true);
    }

    private void run(List<String> line, boolean mayRefuse) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = FisherCommand.run(new PrintWriter(out), new PrintWriter(err), line.toArray(String[]::new));
        boolean answered = ANSWERS.contains(code);
        boolean refused = code == 2
                && (mayRefuse
                        ? err.toString().contains("--")
                        : line.contains("poisson") && err.toString().contains("--likelihood is poisson"));
        if (!answered && !refused) {
            faults.add(code + " " + String.join(" ", line) + ": " + err);
        } else if (INSIDE.matcher(err.toString()).find()) {
            faults.add("a name from inside, " + String.join(" ", line) + ": " + err);
        }
        results += answered ? 1 : 0;
    }
}
