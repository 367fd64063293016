package io.github.fisherscope.backend.spark.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Files by address. What has a scheme, such as {@code hdfs:}, {@code s3a:} or {@code file:}, is copied once per executor by
 * Hadoop's file systems, of which an executor has those that its Spark has; everything else is a path of the machine.
 */
final class RemoteFile {
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]+:/.*");
    private static final Map<String, Path> COPIES = new ConcurrentHashMap<>();

    private RemoteFile() {}

    /** Returns a file of this machine with the contents of an address; its name ends as the address does. */
    static Path local(String address) {
        return SCHEME.matcher(address).matches()
                ? COPIES.computeIfAbsent(address, RemoteFile::copied)
                : Path.of(address);
    }

    private static Path copied(String address) {
        org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(address);
        try {
            FileSystem system = source.getFileSystem(new Configuration());
            Path folder = Files.createTempDirectory("fisher-data");
            Path target = folder.resolve(source.getName());
            folder.toFile().deleteOnExit();
            target.toFile().deleteOnExit();
            system.copyToLocalFile(false, source, new org.apache.hadoop.fs.Path(target.toUri()), true);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be copied from " + address + " (" + e.getMessage() + ")", e);
        }
    }
}
