package io.github.fisherscope.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSetTest {
    private static final List<String> NAMES =
            List.of("plot.png", "table.csv", "values.npy", "page.html", "result.json");

    @TempDir
    private Path temporary = Path.of("");

    private Path folder() {
        return temporary.resolve("out");
    }

    private static String content(String name, int version) {
        return switch (name.substring(name.indexOf('.') + 1)) {
            case "json" -> "{\"schema\": \"fisherscope/test/1\", \"version\": " + version + "}";
            case "html" -> "<meta name=\"generator\" content=\"Fisherscope 1\">" + version;
            case "csv" -> "a,b\n" + version;
            default -> "\u0001magic " + version;
        };
    }

    private static FileSet set(Path folder, int version) {
        FileSet files = FileSet.in(folder);
        NAMES.forEach(name -> files.put(name, content(name, version).getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    /** Returns what the folder holds, folders with a slash. */
    private static Map<String, String> held(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (Files.isDirectory(entry)) {
                    found.put(name + "/", "");
                } else {
                    found.put(name, Files.readString(entry, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return found;
    }

    private static Map<String, String> expected(int version) {
        Map<String, String> files = new TreeMap<>();
        NAMES.forEach(name -> files.put(name, content(name, version)));
        return files;
    }

    @Test
    void filesAreReplacedTogetherAndOthersStay() throws IOException {
        assertThat(set(folder(), 1).write())
                .extracting(f -> f.getFileName().toString())
                .containsExactlyElementsOf(NAMES);
        assertThat(held(folder())).isEqualTo(expected(1));
        Files.writeString(folder().resolve("notes.txt"), "mine");

        set(folder(), 2).write();

        Map<String, String> both = expected(2);
        both.put("notes.txt", "mine");
        assertThat(held(folder())).isEqualTo(both);
    }

    static List<String> names() {
        return NAMES;
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameThatIsTakenByAFolderLeavesEveryEarlierFile(String blocked) throws IOException {
        set(folder(), 1).write();
        Files.delete(folder().resolve(blocked));
        Files.createDirectories(folder().resolve(blocked).resolve("x"));
        Map<String, String> before = held(folder());

        assertThatExceptionOfType(OutputFileException.class)
                .isThrownBy(() -> set(folder(), 2).write())
                .withMessageContaining(blocked)
                .withMessageContaining("a folder has this name");

        assertThat(held(folder())).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFileOfSomebodyElseIsNeverReplaced(String name) throws IOException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve(name), "my own text");

        assertThatExceptionOfType(OutputFileException.class)
                .isThrownBy(() -> set(folder(), 1).write())
                .withMessageContaining(name)
                .withMessageContaining("not written by Fisherscope");

        assertThat(held(folder())).containsOnly(Map.entry(name, "my own text"));
        Files.writeString(folder().resolve(name), "");
        set(folder(), 1).write(); // an empty file is nobody's work
        assertThat(held(folder())).isEqualTo(expected(1));
    }

    @Test
    void aForeignFileAmongOursIsKeptToo() throws IOException {
        set(folder(), 1).write();
        Files.writeString(folder().resolve("page.html"), "<html>my own page</html>");
        Map<String, String> before = held(folder());

        assertThatExceptionOfType(OutputFileException.class)
                .isThrownBy(() -> set(folder(), 2).write())
                .withMessageContaining("page.html");

        assertThat(held(folder())).isEqualTo(before);
    }

    /** What a process leaves behind that is killed after the commit, when it has moved some of the files. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aCommitIsFinishedByWhoeverComesNext(int moved) throws IOException {
        set(folder(), 1).write();
        Path commit = Files.createDirectory(folder().resolve(FileSet.COMMIT));
        Files.createFile(commit.resolve(Claim.LOCK));
        for (String name : NAMES.subList(moved, NAMES.size())) {
            Files.writeString(commit.resolve(name), content(name, 2));
        }
        for (String name : NAMES.subList(0, moved)) {
            Files.writeString(folder().resolve(name), content(name, 2));
        }

        for (String name : NAMES) {
            assertThat(FileSet.find(folder(), name)).hasContent(content(name, 2));
        }
        FileSet.settle(folder());
        assertThat(held(folder())).isEqualTo(expected(2));
        set(folder(), 3).write();
        assertThat(held(folder())).isEqualTo(expected(3));
    }

    /** What a process leaves behind that is killed before the commit, when it has written some of the files. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5})
    void whatWasNotDecidedIsClearedUp(int written) throws IOException {
        set(folder(), 1).write();
        Path staging = Files.createDirectory(folder().resolve(FileSet.STAGING + "dead"));
        Files.createFile(staging.resolve(Claim.LOCK));
        for (String name : NAMES.subList(0, written)) {
            Files.writeString(staging.resolve(name), content(name, 2));
        }

        assertThat(FileSet.find(folder(), "result.json")).hasContent(content("result.json", 1));
        FileSet.settle(folder());

        assertThat(held(folder())).isEqualTo(expected(1));
    }

    @Test
    void aProcessThatStillWritesIsLeftAlone() throws IOException {
        set(folder(), 1).write();
        Path staging = folder().resolve(FileSet.STAGING + "alive");
        try (Claim claim = Claim.make(staging)) {
            Files.writeString(staging.resolve("result.json"), "x");
            FileSet.settle(folder());
            assertThat(staging.resolve("result.json")).exists();
            assertThat(claim).isNotNull();
        }
        assertThat(staging).doesNotExist();
    }

    @Test
    void severalWritersLeaveTheFilesOfOneOfThem() throws IOException {
        IntStream.range(0, 24)
                .parallel()
                .forEach(version -> set(folder(), version).write());

        Map<String, String> last = held(folder());
        String json = Objects.requireNonNull(last.get("result.json"));
        int version = Integer.parseInt(json.replaceAll(".*\"version\": (\\d+).*", "$1"));
        assertThat(last).isEqualTo(expected(version));
    }

    @Test
    void aSymbolicLinkToAFolderIsAFolder() throws IOException {
        Path real = Files.createDirectory(temporary.resolve("real"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), real);

        set(link, 1).write();
        set(link, 2).write();

        assertThat(held(real)).isEqualTo(expected(2));
        assertThat(link).isSymbolicLink();
    }

    @Test
    void whatIsDroppedGoesOnlyIfItIsOurs() throws IOException {
        FileSet.in(folder())
                .put("old.png", "\u0001magic".getBytes(StandardCharsets.UTF_8))
                .put("mine.html", "my own".getBytes(StandardCharsets.UTF_8))
                .put("result.json", content("result.json", 1).getBytes(StandardCharsets.UTF_8))
                .write();

        set(folder(), 2)
                .drop("old.png")
                .drop("mine.html")
                .drop("nothing.png")
                .drop("plot.png")
                .write();

        Map<String, String> left = expected(2);
        left.put("mine.html", "my own");
        assertThat(held(folder())).isEqualTo(left);
    }

    @Test
    void aFileThroughALinkIsReplacedWhereItIs() throws IOException {
        Path real = Files.writeString(temporary.resolve("real.txt"), "old");
        Path link = Files.createSymbolicLink(temporary.resolve("link.txt"), real);

        AtomicFile.write(link, out -> out.write('n'));

        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("n");
    }

    @Test
    void aDeviceIsNotReplacedByAFile() {
        Path device = Path.of("/dev/null");
        if (Files.exists(device)) {
            assertThatExceptionOfType(OutputFileException.class)
                    .isThrownBy(() -> AtomicFile.write(device, out -> out.write(1)))
                    .withMessageContaining("not a regular file");
            assertThat(Files.isRegularFile(device)).isFalse();
        }
    }
}
