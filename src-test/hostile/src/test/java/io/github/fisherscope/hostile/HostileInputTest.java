package io.github.fisherscope.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.github.fisherscope.cli.FisherCommand;
import io.github.fisherscope.core.io.NpyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of hostile input ends with a documented exit code, within seconds, in one line that names the option or the
 * file, and with an earlier result as it was. New readers and options get their kinds by lines in the tables.
 */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileInputTest {
    private static final Set<Integer> REFUSALS = Set.of(2, 4, 5);
    private static final Set<Integer> ANSWERS = Set.of(0, 1, 3);
    private static final double MOST_CPU_SECONDS = 10;
    private static final int FEWEST_KINDS = 400;

    private Path earlier = Path.of("");
    private final List<Kind> kinds = new ArrayList<>();

    @BeforeAll
    void makeKinds(@TempDir Path folder) throws IOException {
        earlier = earlierResults(folder);
        Path sound = Bytes.write(folder.resolve("data.npy"), Bytes.npy(0.5));
        kinds.addAll(ArrayKinds.in(folder));
        kinds.addAll(ArchiveKinds.in(folder));
        kinds.addAll(TextKinds.in(folder));
        kinds.addAll(SpecialFileKinds.in(folder, earlier));
        kinds.addAll(ModelFileKinds.in(folder));
        kinds.addAll(GridKinds.in(folder, earlier));
        kinds.addAll(OptionKinds.in(sound));
        kinds.addAll(DistributionKinds.in(folder, earlier));
        kinds.addAll(TrainingKinds.in(folder, earlier));
        kinds.addAll(AutoencoderKinds.in(folder, earlier));
        kinds.addAll(ResultKinds.in(folder, earlier, soundResult(folder)));
    }

    /** Returns a folder with what a study and a sweep wrote. */
    private static Path earlierResults(Path folder) {
        String earlier = folder.resolve("earlier").toString();
        for (List<String> line : List.of(
                List.of("spectrum", "--widths", "3,4,2", "--samples", "4", "--quiet", "--out", earlier),
                List.of("sweep", "--width", "4,8", "--depth", "2", "--samples", "4", "--quiet", "--out", earlier))) {
            Run run = Run.of(line);
            assertThat(run.code()).as(run.err()).isLessThanOrEqualTo(1);
        }
        return Path.of(earlier);
    }

    private static Path soundResult(Path folder) throws IOException {
        Run run = Run.of(List.of("spectrum", "--widths", "3,4,2", "--samples", "4", "--json", "-"));
        assertThat(run.code()).as(run.err()).isZero();
        NpyFile.write(folder.resolve("eigenvalues.npy"), new double[] {1}, 1);
        return Files.writeString(folder.resolve("sound.json"), run.out());
    }

    /** One run of the command in this JVM. */
    private record Run(int code, String out, String err, double cpuSeconds) {
        static Run of(List<String> arguments) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            double start = usedSeconds();
            int code = FisherCommand.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
            return new Run(code, out.toString(), err.toString(), usedSeconds() - start);
        }

        private static double usedSeconds() {
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            return system.getProcessCpuTime() / 1e9;
        }
    }

    Stream<Kind> kinds() {
        return kinds.stream();
    }

    @Test
    void thereAreManyKindsAndEachHasItsName() {
        assertThat(kinds).hasSizeGreaterThanOrEqualTo(FEWEST_KINDS);
        assertThat(kinds.stream().map(Kind::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isRefusedOrAnsweredAndNothingIsLost(Kind kind) {
        Map<String, String> before = files(earlier);
        Run run = Run.of(complete(kind).arguments());
        assertThat(run.code())
                .as("%s: %s", kind.arguments(), run.err())
                .isIn(kind.fate() == Kind.Fate.REFUSED ? REFUSALS : union());
        if (REFUSALS.contains(run.code())) {
            assertThat(run.out()).as("stdout").isEmpty();
            assertThat(run.err().strip().lines())
                    .as("lines on stderr: %s", run.err())
                    .hasSize(1);
            assertThat(run.err())
                    .startsWith("fisher: ")
                    .contains(printable(kind.mentions()))
                    .doesNotContain("\tat ", "Exception", "io.github")
                    .hasSizeLessThan(1500);
        }
        assertThat(files(earlier)).as("the earlier result").isEqualTo(before);
        assertThat(run.cpuSeconds()).as("CPU seconds").isLessThan(MOST_CPU_SECONDS);
    }

    /** Where control characters are replaced, what stands before the first of them has to do. */
    private static String printable(String mention) {
        int end = 0;
        while (end < mention.length() && mention.charAt(end) >= ' ' && mention.charAt(end) < 0x2000) {
            end++;
        }
        return mention.substring(0, end);
    }

    private static Set<Integer> union() {
        return Stream.concat(REFUSALS.stream(), ANSWERS.stream()).collect(Collectors.toSet());
    }

    private Kind complete(Kind kind) {
        boolean spectrum = kind.arguments().get(0).equals("spectrum");
        if (!spectrum || kind.arguments().contains("--out") || kind.arguments().contains("--json")) {
            return kind;
        }
        return kind.fate() == Kind.Fate.REFUSED ? kind.with("--out", earlier.toString()) : kind.with("--json", "-");
    }

    private static Map<String, String> files(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.collect(Collectors.toMap(
                    path -> folder.relativize(path).toString(), HostileInputTest::content, (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path path) {
        try {
            if (Files.isDirectory(path)) {
                return "folder";
            }
            CRC32C checksum = new CRC32C();
            checksum.update(Files.readAllBytes(path));
            return Files.getLastModifiedTime(path) + " " + Files.size(path) + " " + checksum.getValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
