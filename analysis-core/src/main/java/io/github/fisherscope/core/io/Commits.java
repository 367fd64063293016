package io.github.fisherscope.core.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Moves files that were decided on to their names, and clears up what was not. */
final class Commits {
    /** Lists the files of an earlier set that go. */
    static final String DROPPED = ".dropped";

    private static final int WAITS = 100;

    private Commits() {}

    /**
     * Finishes and clears up after processes that are gone; waits a little for one that is moving files now.
     *
     * @param strict whether a commit that cannot be finished is an error
     */
    static void finishAll(Path folder, boolean strict) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Path commit = folder.resolve(FileSet.COMMIT);
        for (int i = 0; i < WAITS && Files.isDirectory(commit); i++) {
            try (Claim claim = Claim.ofAbandoned(commit)) {
                if (claim != null) {
                    finish(commit, folder);
                    break;
                }
            } catch (NoSuchFileException e) {
                // its owner has just finished
            } catch (IOException e) {
                if (strict) {
                    throw e;
                }
                break;
            }
            Claim.pause();
        }
        for (Path staging : FileSet.beginning(folder, FileSet.STAGING)) {
            try (Claim claim = Claim.ofAbandoned(staging)) {
                if (claim != null) {
                    claim.remove();
                }
            } catch (NoSuchFileException e) {
                // its owner has just finished
            }
        }
    }

    /** Moves the files of a commit that this process has claimed. A second time it does what the first one left. */
    static void finish(Path commit, Path folder) throws IOException {
        List<Path> files = FileSet.beginning(commit, "");
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            if (!name.equals(DROPPED) && !name.equals(Claim.LOCK)) {
                Path target = folder.resolve(name);
                try {
                    AtomicFile.move(file, target);
                } catch (IOException e) {
                    throw OutputFileException.of(target, e);
                }
            }
        }
        Path dropped = commit.resolve(DROPPED);
        if (Files.exists(dropped)) {
            for (String name : Files.readAllLines(dropped, StandardCharsets.UTF_8)) {
                if (Files.isRegularFile(folder.resolve(name))) {
                    Files.delete(folder.resolve(name));
                }
            }
            Files.delete(dropped);
        }
        AtomicFile.discard(commit.resolve(Claim.LOCK));
        AtomicFile.discard(commit);
    }
}
