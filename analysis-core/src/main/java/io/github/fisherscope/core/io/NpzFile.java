package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Args;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * An open .npz archive: named arrays, each read when it is asked for. Entry names are names and never paths of files. The
 * size that an entry claims must agree with the header of its array and be possible for its compressed size, and the
 * checksum of what was read must be right. Not safe for concurrent use.
 */
public final class NpzFile implements AutoCloseable {
    /** Deflate shrinks by a factor of at most 1032; a higher claim is a lie. */
    private static final long MAX_RATIO = 1032;

    static final int MAX_ENTRIES = 10_000;
    private static final int HEADER_BUFFER = 1 << 10;
    static final String SUFFIX = ".npy";
    /** How files of MATLAB begin, of versions 5 to 7.3. */
    private static final String MATLAB = "MATLAB";

    private static final String REWRITE = "write it again with numpy.savez";

    private final Path file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;

    private NpzFile(Path file, ZipFile zip, Map<String, ZipEntry> entries) {
        this.file = file;
        this.zip = zip;
        this.entries = entries;
    }

    /**
     * Reads all arrays, in the order of the archive.
     *
     * @throws InputFileException if the file is not a sound archive of .npy arrays or does not fit in memory
     */
    public static Map<String, NpyArray> read(Path file) {
        try (NpzFile npz = open(file)) {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            for (String name : npz.names()) {
                arrays.put(name, npz.read(name, Integer.MAX_VALUE).kept());
            }
            return Collections.unmodifiableMap(arrays);
        }
    }

    /** Refuses other files; those of MATLAB and pickle, which people give for archives, with a remedy of their own. */
    private static void requireArchive(Path file, byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK")) {
            return;
        }
        if (text.equals(MATLAB)) {
            throw InputFileException.of(
                    file,
                    "is a MATLAB file",
                    "convert it in Python: numpy.savez('net.npz', **{k: v for k, v in scipy.io.loadmat(file).items() if k[0] != '_'})");
        }
        if (text.startsWith("\u0080") && file.toString().matches("(?i).*\\.(pkl|pickle|joblib)")) {
            throw InputFileException.of(
                    file, "is a pickle, which is never run", "load it in Python and write its arrays with numpy.savez");
        }
        throw InputFileException.of(file, "does not start as a zip archive does", REWRITE);
    }

    /**
     * Opens an archive and checks its table of contents.
     *
     * @throws InputFileException if the file is not a sound archive of .npy arrays
     */
    public static NpzFile open(Path file) {
        RegularFile.requireAtMost(file, RegularFile.LONGEST_DATA);
        requireArchive(file, RegularFile.start(file, MATLAB.length()));
        @Nullable ZipFile zip = null;
        try {
            zip = new ZipFile(file.toFile());
            NpzFile npz = new NpzFile(file, zip, index(file, zip));
            zip = null;
            return npz;
        } catch (InputFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // ZipFile answers some damaged names with unchecked exceptions
            throw InputFileException.unreadable(file, e);
        } finally {
            closeQuietly(zip);
        }
    }

    private static Map<String, ZipEntry> index(Path file, ZipFile zip) {
        if (zip.size() > MAX_ENTRIES) {
            throw InputFileException.format(
                    file, "store fewer, larger arrays", "has %d entries; at most %d are read", zip.size(), MAX_ENTRIES);
        }
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
            ZipEntry entry = e.nextElement();
            String name = entry.getName();
            if (!name.endsWith(SUFFIX)) {
                throw InputFileException.of(file, "has the entry '" + name + "', which is not a .npy array", REWRITE);
            }
            String key = name.substring(0, name.length() - SUFFIX.length());
            if (entries.put(key, entry) != null) {
                throw InputFileException.of(file, "has two entries named '" + name + "'", REWRITE);
            }
        }
        return entries;
    }

    /** Returns the names of the arrays, without the suffix .npy. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** Returns whether there is an array of that name. */
    public boolean contains(String name) {
        return entries.containsKey(name);
    }

    /**
     * Reads an array.
     *
     * @throws InputFileException if there is none of that name or it is not sound
     */
    public NpyArray read(String name) {
        return read(name, Integer.MAX_VALUE).kept();
    }

    /**
     * Reads the header of an array alone: its shape is known before any of its numbers is read.
     *
     * @throws InputFileException if there is none of that name or its header is not sound
     */
    public ArrayHeader header(String name) {
        ZipEntry entry = entry(name);
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry), HEADER_BUFFER)) {
            return NpyHeader.read(file, where(name), in, entry.getSize()).summary();
        } catch (InputFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // as in open
            throw InputFileException.unreadable(file, e);
        }
    }

    /** Reads the headers of all arrays, in the order of the archive; no number is read. */
    public Map<String, ArrayHeader> headers() {
        Map<String, ArrayHeader> headers = new LinkedHashMap<>();
        for (String name : entries.keySet()) {
            headers.put(name, header(name));
        }
        return Collections.unmodifiableMap(headers);
    }

    /** Returns the bytes that the numbers of all arrays take as float64, from their headers. */
    public long numberBytes() {
        double bytes = 0;
        for (Map.Entry<String, ZipEntry> entry : entries.entrySet()) {
            bytes += Double.BYTES * (double) elements(entry.getKey(), entry.getValue());
        }
        return (long) bytes;
    }

    /** Returns the number of elements; of an array of another kind, as many as its bytes. */
    private long elements(String name, ZipEntry entry) {
        try {
            return header(name).elements();
        } catch (InputFileException e) {
            return Math.max(0, entry.getSize());
        }
    }

    private static String where(String name) {
        return "array '" + name + "' ";
    }

    /** Reads the part of an array whose first index is below {@code limit}, without reading (or verifying) what lies behind it. */
    public StoredArray read(String name, int limit) {
        Args.requireInRange("limit", limit, 0, Integer.MAX_VALUE);
        ZipEntry entry = entry(name);
        String where = where(name);
        checkRatio(entry, where);
        CRC32 crc = new CRC32();
        try (InputStream in = new BufferedInputStream(new CheckedInputStream(zip.getInputStream(entry), crc))) {
            NpyHeader header = NpyHeader.read(file, where, in, entry.getSize());
            NpyArray kept = header.readRows(file, in, limit);
            boolean whole = kept.shape().equals(header.shape());
            if (whole) {
                requireSound(entry, where, in, crc);
            }
            return new StoredArray(kept, header.shape(), header.type().integral());
        } catch (InputFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // as in open
            throw InputFileException.unreadable(file, e);
        }
    }

    /**
     * Returns the shape that an array's header states, without reading the array; null if it holds no numbers.
     *
     * @throws InputFileException if there is none of that name or its header is not sound
     */
    public @Nullable List<Integer> shape(String name) {
        ZipEntry entry = entry(name);
        String where = "array '" + name + "' ";
        checkRatio(entry, where);
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
            NpyHeader header = NpyHeader.readStored(file, where, in, entry.getSize());
            boolean numbers = header.type().numeric() || header.type().kind() == ElementType.Kind.BRAIN_FLOAT;
            return numbers ? header.shape() : null;
        } catch (InputFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // as in open
            throw InputFileException.unreadable(file, e);
        }
    }

    /**
     * Reads an array of any kind: numbers (bfloat16, too), text, or Python lists and dictionaries of arrays.
     *
     * @throws InputFileException as {@link #read(String)}, and if the array holds other Python objects
     */
    public StoredValue readStored(String name) {
        ZipEntry entry = entry(name);
        String where = "array '" + name + "' ";
        checkRatio(entry, where);
        CRC32 crc = new CRC32();
        try (InputStream in = new BufferedInputStream(new CheckedInputStream(zip.getInputStream(entry), crc))) {
            NpyHeader header = NpyHeader.readStored(file, where, in, entry.getSize());
            StoredValue value = new StoredContent(file, where, header).read(in, entry.getSize() - header.offset());
            requireSound(entry, where, in, crc);
            return value;
        } catch (InputFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // as in open
            throw InputFileException.unreadable(file, e);
        }
    }

    private void requireSound(ZipEntry entry, String where, InputStream in, CRC32 crc) throws IOException {
        if (in.read() >= 0 || crc.getValue() != entry.getCrc()) {
            throw InputFileException.of(
                    file, where + "is damaged: its length or checksum is wrong", "copy the file again or " + REWRITE);
        }
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw InputFileException.of(
                    file, "has no array '" + name + "', only " + brief(names()), "save it under that name");
        }
        return entry;
    }

    private void checkRatio(ZipEntry entry, String where) {
        long size = entry.getSize();
        long compressed = entry.getCompressedSize();
        if (size < 0 || compressed < 0 || compressed > RegularFile.length(file) || size / MAX_RATIO > compressed) {
            throw InputFileException.format(
                    file,
                    REWRITE,
                    "%sclaims to unpack from %d to %d bytes, which is impossible",
                    where,
                    compressed,
                    size);
        }
    }

    private static String brief(List<String> names) {
        return names.size() <= 12 ? names.toString() : names.subList(0, 12) + " and " + (names.size() - 12) + " more";
    }

    /**
     * Writes arrays uncompressed in the map's iteration order, with a fixed time stamp: the same arrays give the same
     * bytes everywhere.
     *
     * @throws IllegalArgumentException if a name is empty, longer than 200 characters or has control characters
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, Map<String, NpyArray> arrays) {
        writeStored(file, stored(arrays));
    }

    /**
     * As {@link #write}, of numbers, texts and lists of texts.
     *
     * @throws IllegalArgumentException if a value is anything else
     */
    public static void writeStored(Path file, Map<String, StoredValue> values) {
        NpzWriter.requireNames(values.keySet());
        AtomicFile.write(file, out -> NpzWriter.writeTo(out, values));
    }

    /** Returns the archive as {@link #write} writes it. */
    public static byte[] bytes(Map<String, NpyArray> arrays) {
        NpzWriter.requireNames(arrays.keySet());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            NpzWriter.writeTo(out, stored(arrays));
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return out.toByteArray();
    }

    private static Map<String, StoredValue> stored(Map<String, NpyArray> arrays) {
        Map<String, StoredValue> values = new LinkedHashMap<>();
        arrays.forEach((name, array) -> values.put(name, new StoredValue.Numbers(array)));
        return values;
    }

    @Override
    public void close() {
        closeQuietly(zip);
    }

    private static void closeQuietly(@Nullable ZipFile zip) {
        if (zip == null) {
            return;
        }
        try {
            zip.close();
        } catch (IOException e) {
            System.getLogger(NpzFile.class.getName()).log(System.Logger.Level.DEBUG, "closing an archive", e);
        }
    }
}
