package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.check.InvalidArgumentException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Failures that cannot be provoked from outside. */
class FailuresTest {
    private final StringWriter err = new StringWriter();

    private int handle(Exception failure, String... args) {
        CommandLine command = FisherCommand.commandLine().setErr(new PrintWriter(err));
        return Failures.onFailure(failure, command, command.parseArgs(args));
    }

    @Test
    void memoryThatRanOutInSpiteOfThePlanIsSaidInOneLine() {
        int code = Failures.onError(
                new OutOfMemoryError("Java heap space"), new PrintWriter(err), new String[] {"spectrum"});
        assertThat(code).isEqualTo(ExitCode.OUT_OF_MEMORY);
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err).asString().contains("out of memory (Java heap space)", "FISHER_JAVA_OPTS=-Xmx8g");
    }

    @Test
    void aDefectIsCalledOneAndHasItsOwnCode() {
        assertThat(handle(new IllegalStateException("two\nlines"), "theory")).isEqualTo(ExitCode.DEFECT);
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err)
                .asString()
                .contains("defect", "--stacktrace", "two lines")
                .doesNotContain("\tat ");
    }

    @Test
    void anErrorIsADefectWithItsStackTraceWhenAskedFor() {
        int code = Failures.onError(
                new StackOverflowError(), new PrintWriter(err), new String[] {"theory", "--stacktrace"});
        assertThat(code).isEqualTo(ExitCode.DEFECT);
        assertThat(err).asString().contains("\tat ", "defect");
    }

    @Test
    void failuresOfTheDiskNameThePathAndTheRemedy() {
        assertThat(handle(new AccessDeniedException("dir/a"), "theory")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(handle(new NoSuchFileException("dir/b"), "theory")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(handle(new FileSystemException("dir/c", null, "No space left on device"), "theory"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString().lines())
                .containsExactly(
                        "fisher: no permission for 'dir/a'; choose another path or change its permissions",
                        "fisher: there is no file or folder 'dir/b'; check the path",
                        "fisher: 'dir/c': No space left on device; choose another path");
    }

    @Test
    void anArgumentOfTheLibraryBecomesTheOptionOfThisCommand() {
        InvalidArgumentException width = InvalidArgumentException.of("width", 0, "it must be positive");
        InvalidArgumentException variance = InvalidArgumentException.of("biasVariance", -1.0, "it must be positive");
        handle(width, "spectrum", "--width", "0");
        handle(width, "sweep", "--grid", "g.json");
        handle(width, "bench", "--widths", "5,0,2");
        handle(variance, "spectrum", "--bias-variance", "-1");
        handle(variance, "spectrum");
        assertThat(err.toString().lines())
                .containsExactly(
                        "fisher: --width is 0; it must be positive",
                        "fisher: --grid g.json: width is 0; it must be positive",
                        "fisher: --widths 5,0,2: width is 0; it must be positive",
                        "fisher: --bias-variance is -1; it must be positive",
                        "fisher: --bias-variance is -1.0; it must be positive");
    }

    @Test
    void whatNoOptionSetsIsSaidWithWhatWasAskedForAndInWords() {
        handle(InvalidArgumentException.of("logScale", 7, "it must be less than 5"), "spectrum", "--seed", "3");
        handle(
                InvalidArgumentException.of("meanSquare", Double.NaN, "it must be a finite number greater than 0"),
                "spectrum",
                "--network",
                "n.npz",
                "--likelihood",
                "poisson");
        handle(new IllegalArgumentException("the grid is too large"), "sweep", "--width", "1,2", "--out", "a");
        assertThat(err.toString().lines())
                .containsExactly(
                        "fisher: log scale is 7; it must be less than 5",
                        "fisher: with --network n.npz --likelihood poisson: the computation leaves the range of its"
                                + " numbers (mean square is NaN); scale the weights or the inputs so that the outputs"
                                + " are neither huge nor vanishing",
                        "fisher: with --width 1,2: the grid is too large");
    }
}
