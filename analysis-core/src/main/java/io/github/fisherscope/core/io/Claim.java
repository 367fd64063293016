package io.github.fisherscope.core.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A folder that this process works in, known by a lock on a file inside it. The system gives the lock back when the
 * process ends, however it ends, so a folder whose lock is free belongs to nobody.
 */
final class Claim implements AutoCloseable {
    static final String LOCK = ".lock";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BEGINNING = Duration.ofMinutes(1);

    private FileChannel channel;
    private Path place;

    private Claim(Path place, FileChannel channel) {
        this.place = place;
        this.channel = channel;
    }

    /** Makes the folder and claims it. */
    static Claim make(Path place) throws IOException {
        Files.createDirectory(place);
        try {
            FileChannel channel = open(place);
            tryLock(channel);
            return new Claim(place, channel);
        } catch (IOException e) {
            AtomicFile.discard(place.resolve(LOCK));
            AtomicFile.discard(place);
            throw e;
        }
    }

    /** Claims a folder that another process left behind; returns null if that process still runs or has just begun. */
    static @Nullable Claim ofAbandoned(Path place) throws IOException {
        Path lock = place.resolve(LOCK);
        if (!Files.exists(lock)
                && Files.getLastModifiedTime(place)
                        .toInstant()
                        .isAfter(Instant.now().minus(BEGINNING))
                && !place.endsWith(FileSet.COMMIT)) {
            return null;
        }
        FileChannel channel = open(place);
        if (!tryLock(channel)) {
            channel.close();
            return null;
        }
        return new Claim(place, channel);
    }

    private static FileChannel open(Path place) throws IOException {
        return FileChannel.open(
                place.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process
        }
    }

    /** Gives it the name of a commit in {@code folder}, which it alone can have; waits for a process that has it now. */
    void commit(Path folder) throws IOException {
        Path name = folder.resolve(FileSet.COMMIT);
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                Files.move(place, name, StandardCopyOption.ATOMIC_MOVE);
                place = name;
                return;
            } catch (IOException e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
                if (!Files.exists(name)) { // Windows moves no folder with an open file in it
                    channel.close();
                    Files.move(place, name, StandardCopyOption.ATOMIC_MOVE);
                    place = name;
                    channel = open(place);
                    tryLock(channel);
                    return;
                }
            }
            Commits.finishAll(folder, false);
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes the folder with everything in it that is not a folder, and gives it back. */
    @Override
    public void close() throws IOException {
        try (FileChannel held = channel) {
            if (held.isOpen() && Files.isDirectory(place) && !place.endsWith(FileSet.COMMIT)) {
                remove();
            }
        }
    }

    /** Removes the files and the folder, the lock last. */
    void remove() throws IOException {
        for (Path file : FileSet.beginning(place, "")) {
            if (!file.endsWith(LOCK)) {
                Files.delete(file);
            }
        }
        Files.deleteIfExists(place.resolve(LOCK));
        Files.deleteIfExists(place);
    }
}
