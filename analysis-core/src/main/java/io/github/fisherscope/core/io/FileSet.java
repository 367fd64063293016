package io.github.fisherscope.core.io;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Files of one folder that change together. All are written and forced to the disk in a folder of their own inside it,
 * which is then renamed to {@value #COMMIT}: that one step decides. Only afterwards does each file move to its name. A
 * process that is killed, or a disk that is full, before that step leaves the earlier files as they were; after it,
 * {@link #settle} finishes what is left, and {@link #find} already finds the new files. Files of other names stay.
 *
 * <p>The last file that is put is the head, by which the others are known as ours.
 */
public final class FileSet {
    static final String COMMIT = ".fisher-commit";
    static final String STAGING = ".fisher-write-";

    private final Path folder;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<String> dropped = new ArrayList<>();

    private FileSet(Path folder) {
        this.folder = folder;
    }

    /** Returns an empty set for a folder, which {@link #write} makes if it does not exist. */
    public static FileSet in(Path folder) {
        return new FileSet(folder);
    }

    /** Adds a file. */
    public FileSet put(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    /** Adds files in the order of the map. */
    public FileSet putAll(Map<String, byte[]> more) {
        more.forEach(this::put);
        return this;
    }

    /** Removes a file of an earlier set, unless this one has it too. */
    public FileSet drop(String name) {
        dropped.add(name);
        return this;
    }

    /**
     * Writes all files and returns their paths in the order in which they were put.
     *
     * @throws OutputFileException naming the file if one cannot be written, or would replace something that is not ours;
     *     the earlier files are then as they were
     */
    public List<Path> write() {
        makeFolder(folder);
        try {
            Commits.finishAll(folder, true);
            requireFree();
            Path staging = folder.resolve(STAGING + UUID.randomUUID());
            try (Claim claim = Claim.make(staging)) {
                stage(staging);
                claim.commit(folder);
                Commits.finish(folder.resolve(COMMIT), folder);
            }
        } catch (IOException e) {
            throw OutputFileException.of(folder, e);
        }
        return files.keySet().stream().map(folder::resolve).toList();
    }

    private void stage(Path staging) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            try {
                AtomicFile.writeNew(staging.resolve(file.getKey()), out -> out.write(file.getValue()));
            } catch (IOException e) {
                throw OutputFileException.of(folder.resolve(file.getKey()), e);
            }
        }
        String names = String.join("\n", obsolete());
        if (!names.isEmpty()) {
            AtomicFile.writeNew(
                    staging.resolve(Commits.DROPPED),
                    out -> out.write(names.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
    }

    /** Returns what is to go and is ours, which only the head of the earlier set can tell. */
    private List<String> obsolete() throws IOException {
        String head = List.copyOf(files.keySet()).get(files.size() - 1);
        if (dropped.isEmpty() || !OwnFile.isMarked(folder.resolve(head))) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (String name : dropped) {
            Path existing = folder.resolve(name);
            if (!files.containsKey(name)
                    && Files.isRegularFile(existing)
                    && OwnFile.isOurs(existing, new byte[0], true)) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * Refuses to replace what is not ours. Cheap enough to be asked before hours of work, with the names and without the
     * content.
     *
     * @throws OutputFileException naming the first file in the way
     */
    public void requireFree() {
        List<String> names = List.copyOf(files.keySet());
        if (names.isEmpty() || !Files.isDirectory(folder)) {
            return;
        }
        try {
            List<String> existing = names.stream()
                    .filter(name -> Files.exists(folder.resolve(name)))
                    .toList();
            for (String name : existing) {
                Path file = folder.resolve(name);
                if (!Files.isRegularFile(file)) {
                    throw OutputFileException.of(
                            file, AtomicFile.notRegular(file), "remove it or choose another folder");
                }
            }
            boolean ownHead = OwnFile.isMarked(find(folder, names.get(names.size() - 1)));
            for (String name : existing) {
                Path file = folder.resolve(name);
                if (!OwnFile.isOurs(file, Objects.requireNonNull(files.get(name)), ownHead)) {
                    throw OutputFileException.of(
                            file,
                            "this file was not written by Fisherscope, so it is not replaced",
                            "move it away or choose another folder");
                }
            }
        } catch (IOException e) {
            throw OutputFileException.of(folder, e);
        }
    }

    /**
     * Finishes what a process that was killed had decided to write into a folder, and clears up what one had not. Does
     * nothing where the folder cannot be written to; {@link #find} sees the new files all the same.
     */
    public static void settle(Path folder) {
        try {
            Commits.finishAll(folder, false);
        } catch (IOException e) {
            System.getLogger(FileSet.class.getName()).log(System.Logger.Level.DEBUG, "cannot settle " + folder, e);
        }
    }

    /** Returns where the file is: in the folder, or in what has been decided and not moved there yet. */
    public static Path find(Path folder, String name) {
        Path decided = folder.resolve(COMMIT).resolve(name);
        return Files.isRegularFile(decided) ? decided : folder.resolve(name);
    }

    /**
     * Makes a folder and those above it; one that is there, or a symbolic link to one, is left alone.
     *
     * @throws OutputFileException naming the folder if it cannot be made
     */
    public static void makeFolder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw OutputFileException.of(folder, e);
        }
    }

    /** Lists the entries whose names begin so. */
    static List<Path> beginning(Path folder, String prefix) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, prefix + "*")) {
            entries.forEach(found::add);
        }
        return found;
    }
}
