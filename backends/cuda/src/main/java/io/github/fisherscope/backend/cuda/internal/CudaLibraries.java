package io.github.fisherscope.backend.cuda.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the driver and the libraries of CUDA 12 and 13 on this machine: in the folders of the variable
 * {@value #VARIABLE} and nowhere else if it is set, otherwise in those of CUDA_PATH, CUDA_HOME and LD_LIBRARY_PATH, in
 * the usual places of a toolkit, where the dynamic linker looks, and in the folders {@code nvidia/…/lib} of the Python
 * installations on the PATH, where the wheels of PyTorch and others put them.
 */
final class CudaLibraries {
    /** Folders, separated by colons, in which the CUDA libraries are looked for before and instead of all others. */
    static final String VARIABLE = "FISHERSCOPE_CUDA_PATH";

    static final String DRIVER = "libcuda.so.1";

    /** What nvrtc opens by this name when it compiles, and does not find by itself where it came from a wheel. */
    private static final String BUILTINS = "libnvrtc-builtins\\.so\\.";

    private static final List<String> DRIVER_FOLDERS = List.of(
            "usr/lib/x86_64-linux-gnu",
            "usr/lib/aarch64-linux-gnu",
            "usr/lib64",
            "usr/lib/wsl/lib",
            "usr/local/nvidia/lib64",
            "usr/local/nvidia/lib",
            "run/opengl-driver/lib");

    private final Map<String, String> variables;
    private final Path root;
    private final List<Path> linked;

    /**
     * @param variables the environment
     * @param root where the file system starts
     */
    CudaLibraries(Map<String, String> variables, Path root) {
        this.variables = Map.copyOf(variables);
        this.root = root;
        this.linked = LinkerCache.libraries(root.resolve("etc/ld.so.cache"));
    }

    /** Returns the driver's library and every complete release, newest first, or why that cannot be. */
    Search find() {
        Set<Path> folders = folders();
        List<Toolkit> complete = new ArrayList<>();
        List<String> summaries = new ArrayList<>();
        for (CudaRelease release : CudaRelease.values()) {
            Map<String, Path> found = libraries(release, folders);
            if (found.keySet().containsAll(release.libraries())) {
                complete.add(new Toolkit(release, inOrder(release, found)));
            }
            if (!found.isEmpty()) {
                summaries.add(summary(release, found));
            }
        }
        Path driver = driver();
        String summary = summaries.isEmpty() ? "no CUDA 12 or 13 library was found" : String.join("; ", summaries);
        if (driver == null) {
            return new Search.Missing(
                    "there is no NVIDIA driver here (no %s where drivers put it, where the linker looks or in"
                                    .formatted(DRIVER)
                            + " LD_LIBRARY_PATH%s); %s%s".formatted(deviceFiles(), summary, named()),
                    "install the driver of an NVIDIA GPU, version 525 or newer (580 for CUDA 13), or use the backend"
                            + " openblas");
        }
        if (complete.isEmpty()) {
            return new Search.Missing(
                    "the driver is %s, but neither CUDA 13 nor CUDA 12 is complete: %s%s"
                            .formatted(driver, summary, named()),
                    "install CUDA 12 or 13, or its libraries alone (%s, or %s with a driver older than 580), and name"
                                    .formatted(CudaRelease.CUDA_13.wheels(), CudaRelease.CUDA_12.wheels())
                            + " their folder in %s if it is not found".formatted(VARIABLE));
        }
        return new Search.Found(driver, complete);
    }

    /** Returns the libraries of a release that are there, by name. */
    private static Map<String, Path> libraries(CudaRelease release, Set<Path> folders) {
        Set<Path> own = foldersOf(release, folders);
        Map<String, Path> found = new LinkedHashMap<>();
        for (String name : release.libraries()) {
            Path library = locate(name, own);
            if (library != null && !(found.isEmpty() && sharedName(name))) {
                found.put(name, library);
            }
        }
        return found;
    }

    /** Two releases may have a library of one name, cuSPARSE's: alone it is a sign of neither. */
    private static boolean sharedName(String name) {
        long having = Stream.of(CudaRelease.values())
                .filter(release -> release.libraries().contains(name))
                .count();
        return having > 1;
    }

    /** Folders with this release's cuBLAS come first; folders that have only another release's are left out. */
    private static Set<Path> foldersOf(CudaRelease release, Set<Path> folders) {
        Set<Path> own = new LinkedHashSet<>();
        folders.stream()
                .filter(folder -> Files.isReadable(folder.resolve(release.anchor())))
                .forEach(own::add);
        folders.stream()
                .filter(folder -> Stream.of(CudaRelease.values())
                        .noneMatch(any -> Files.isReadable(folder.resolve(any.anchor()))))
                .forEach(own::add);
        return own;
    }

    private static List<Path> inOrder(CudaRelease release, Map<String, Path> found) {
        List<Path> libraries = new ArrayList<>();
        for (String name : release.libraries()) {
            Path library = Objects.requireNonNull(found.get(name));
            libraries.add(library);
            if (name.equals(release.compiler())) {
                Path folder = Objects.requireNonNull(library.getParent());
                libraries.addAll(matching(folder, BUILTINS + release.major() + "\\.\\d+"));
            }
        }
        return libraries;
    }

    private String named() {
        return variables.containsKey(VARIABLE) ? " (in %s=%s)".formatted(VARIABLE, variables.get(VARIABLE)) : "";
    }

    private static String summary(CudaRelease release, Map<String, Path> found) {
        Set<String> places = new LinkedHashSet<>();
        found.values().forEach(path -> places.add(String.valueOf(path.getParent())));
        List<String> missing = new ArrayList<>(release.libraries());
        missing.removeAll(found.keySet());
        return "of %s, found %s in %s%s"
                .formatted(release, found.keySet(), places, missing.isEmpty() ? "" : ", but not " + missing);
    }

    private String deviceFiles() {
        return Files.exists(root.resolve("dev/nvidiactl")) ? "" : ", no /dev/nvidiactl";
    }

    private @Nullable Path driver() {
        Set<Path> folders = new LinkedHashSet<>(folderList("LD_LIBRARY_PATH"));
        for (Path library : linked) {
            if (library.endsWith(DRIVER)) {
                folders.add(Objects.requireNonNull(library.getParent()));
            }
        }
        DRIVER_FOLDERS.forEach(folder -> folders.add(root.resolve(folder)));
        return locate(DRIVER, folders);
    }

    private static @Nullable Path locate(String name, Set<Path> folders) {
        for (Path folder : folders) {
            Path library = folder.resolve(name);
            if (Files.isReadable(library)) {
                return library;
            }
        }
        return null;
    }

    private Set<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        if (variables.containsKey(VARIABLE)) {
            folderList(VARIABLE).forEach(folder -> addExpanded(folders, folder));
            return folders;
        }
        folderList("CUDA_PATH").forEach(folder -> addExpanded(folders, folder));
        folderList("CUDA_HOME").forEach(folder -> addExpanded(folders, folder));
        folders.addAll(folderList("LD_LIBRARY_PATH"));
        addExpanded(folders, root.resolve("usr/local/cuda"));
        matching(root.resolve("usr/local"), "cuda-1[23].*").forEach(folder -> addExpanded(folders, folder));
        addExpanded(folders, root.resolve("opt/cuda"));
        for (Path library : linked) {
            Path name = library.getFileName();
            if (name != null && ofAnyRelease(name.toString())) {
                folders.add(Objects.requireNonNull(library.getParent()));
            }
        }
        folders.add(root.resolve("usr/lib/x86_64-linux-gnu"));
        folders.add(root.resolve("usr/lib/aarch64-linux-gnu"));
        folders.add(root.resolve("usr/lib64"));
        pythonInstallations().forEach(python -> addWheels(folders, python));
        return folders;
    }

    private static boolean ofAnyRelease(String name) {
        return Stream.of(CudaRelease.values())
                .anyMatch(release -> release.libraries().contains(name));
    }

    /** A folder may be named itself, or be that of a toolkit, of Python packages, or the folder nvidia among them. */
    private static void addExpanded(Set<Path> folders, Path folder) {
        folders.add(folder);
        folders.add(folder.resolve("lib64"));
        folders.add(folder.resolve("lib"));
        folders.add(folder.resolve("targets/x86_64-linux/lib"));
        folders.add(folder.resolve("targets/sbsa-linux/lib"));
        addLibraryFolders(folders, folder);
        addLibraryFolders(folders, folder.resolve("nvidia"));
    }

    private static void addLibraryFolders(Set<Path> folders, Path parent) {
        matching(parent, ".*").forEach(part -> {
            if (Files.isDirectory(part.resolve("lib"))) {
                folders.add(part.resolve("lib"));
            }
        });
    }

    private Set<Path> pythonInstallations() {
        Set<Path> installations = new LinkedHashSet<>();
        installations.addAll(folderList("VIRTUAL_ENV"));
        installations.addAll(folderList("CONDA_PREFIX"));
        for (Path folder : folderList("PATH")) {
            Path parent = folder.getParent();
            if (folder.endsWith("bin") && parent != null) {
                installations.add(parent);
            }
        }
        folderList("HOME").forEach(home -> installations.add(home.resolve(".local")));
        installations.add(root.resolve("usr/local"));
        installations.add(root.resolve("usr"));
        return installations;
    }

    private static void addWheels(Set<Path> folders, Path python) {
        for (Path version : matching(python.resolve("lib"), "python3.*")) {
            addLibraryFolders(folders, version.resolve("site-packages/nvidia"));
            addLibraryFolders(folders, version.resolve("dist-packages/nvidia"));
        }
    }

    private List<Path> folderList(String variable) {
        List<Path> folders = new ArrayList<>();
        for (String part : variables.getOrDefault(variable, "").split(":")) {
            if (part.startsWith("/")) {
                folders.add(Path.of(part));
            }
        }
        return folders;
    }

    /** Returns the entries of a folder whose names match, in the order of their names; none where it cannot be read. */
    private static List<Path> matching(Path folder, String pattern) {
        Pattern names = Pattern.compile(pattern);
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (names.matcher(String.valueOf(entry.getFileName())).matches()) {
                    found.add(entry);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    /**
     * All libraries of one release.
     *
     * @param release which
     * @param libraries paths in the order in which to open them
     */
    record Toolkit(CudaRelease release, List<Path> libraries) {
        Toolkit {
            libraries = List.copyOf(libraries);
        }

        /** Returns the path of the one library whose name begins so. */
        Path library(String start) {
            return libraries.stream()
                    .filter(path -> String.valueOf(path.getFileName()).startsWith(start))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no library is named " + start));
        }
    }

    /** What the search came to. */
    sealed interface Search {
        /**
         * The driver and at least one release are there.
         *
         * @param driver path of the driver's library
         * @param toolkits complete releases, newest first
         */
        record Found(Path driver, List<Toolkit> toolkits) implements Search {
            public Found {
                toolkits = List.copyOf(toolkits);
            }
        }

        /**
         * Something is missing.
         *
         * @param reason what was found, in words
         * @param remedy what to do
         */
        record Missing(String reason, String remedy) implements Search {}
    }
}
