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
import org.jspecify.annotations.Nullable;

/**
 * Looks for the driver and the CUDA 13 libraries on this machine: in the folders of the variable
 * {@value #VARIABLE} and nowhere else if it is set, otherwise in those of CUDA_PATH, CUDA_HOME and LD_LIBRARY_PATH, in
 * the usual places of a toolkit, where the dynamic linker looks, and in the folders {@code nvidia/…/lib} of the Python
 * installations on the PATH, where the wheels of PyTorch and others put them.
 */
final class CudaLibraries {
    /** Folders, separated by colons, in which the CUDA libraries are looked for before and instead of all others. */
    static final String VARIABLE = "FISHERSCOPE_CUDA_PATH";

    static final String DRIVER = "libcuda.so.1";

    /** In an order in which each needs only those before it. */
    static final List<String> NEEDED = List.of(
            "libcudart.so.13",
            "libnvJitLink.so.13",
            "libcublasLt.so.13",
            "libcublas.so.13",
            "libcusparse.so.12",
            "libcusolver.so.12",
            "libcusolverMg.so.12",
            "libnvrtc.so.13");

    /** What nvrtc opens by this name when it compiles, and does not find by itself where it came from a wheel. */
    private static final String BUILTINS = "libnvrtc-builtins\\.so\\.13\\.\\d+";

    private static final String OLDER = "libcublas.so.12";
    private static final String WHEELS =
            "pip install nvidia-cublas nvidia-cusolver nvidia-cusparse nvidia-nvjitlink nvidia-cuda-nvrtc"
                    + " nvidia-cuda-runtime";
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

    /** Returns the driver's library and all others in the order in which they are loaded, or why that cannot be. */
    Search find() {
        Set<Path> folders = folders();
        Map<String, Path> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : NEEDED) {
            Path library = locate(name, folders);
            if (library == null) {
                missing.add(name);
            } else {
                found.put(name, library);
            }
        }
        Path driver = driver();
        if (driver == null) {
            return new Search.Missing(
                    "there is no NVIDIA driver here (no %s where drivers put it, where the linker looks or in"
                                    .formatted(DRIVER)
                            + " LD_LIBRARY_PATH%s); %s".formatted(deviceFiles(), summary(found, missing)),
                    "install the driver of an NVIDIA GPU, version 580 or newer, or use the backend openblas");
        }
        if (!missing.isEmpty()) {
            return new Search.Missing(
                    "the driver is %s, but CUDA 13 is not complete: %s%s"
                            .formatted(driver, summary(found, missing), olderLibraries(folders)),
                    "install CUDA 13, or its libraries alone (%s), and name their folder in %s if it is not found"
                            .formatted(WHEELS, VARIABLE));
        }
        List<Path> all = new ArrayList<>(List.of(driver));
        for (Path library : found.values()) {
            all.add(library);
            if (library.endsWith("libnvrtc.so.13")) {
                all.addAll(matching(Objects.requireNonNull(library.getParent()), BUILTINS));
            }
        }
        return new Search.Found(List.copyOf(all));
    }

    private String deviceFiles() {
        return Files.exists(root.resolve("dev/nvidiactl")) ? "" : ", no /dev/nvidiactl";
    }

    private String summary(Map<String, Path> found, List<String> missing) {
        Set<String> places = new LinkedHashSet<>();
        found.values().forEach(path -> places.add(String.valueOf(path.getParent())));
        String where = variables.containsKey(VARIABLE) ? " in %s=%s".formatted(VARIABLE, variables.get(VARIABLE)) : "";
        if (found.isEmpty()) {
            return "no CUDA 13 library was found%s".formatted(where);
        }
        return "of the CUDA 13 libraries, found %s in %s%s"
                .formatted(found.keySet(), places, missing.isEmpty() ? "" : ", but not %s%s".formatted(missing, where));
    }

    private String olderLibraries(Set<Path> folders) {
        Path older = locate(OLDER, folders);
        return older == null ? "" : "; found CUDA 12 (%s), which this backend cannot use".formatted(older);
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
        matching(root.resolve("usr/local"), "cuda-13.*").forEach(folder -> addExpanded(folders, folder));
        addExpanded(folders, root.resolve("opt/cuda"));
        for (Path library : linked) {
            Path name = library.getFileName();
            if (name != null && NEEDED.contains(name.toString())) {
                folders.add(Objects.requireNonNull(library.getParent()));
            }
        }
        folders.add(root.resolve("usr/lib/x86_64-linux-gnu"));
        folders.add(root.resolve("usr/lib/aarch64-linux-gnu"));
        folders.add(root.resolve("usr/lib64"));
        pythonInstallations().forEach(python -> addWheels(folders, python));
        return folders;
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

    /** What the search came to. */
    sealed interface Search {
        /**
         * Everything is there.
         *
         * @param libraries paths in the order in which to load them
         */
        record Found(List<Path> libraries) implements Search {}

        /**
         * Something is missing.
         *
         * @param reason what was found, in words
         * @param remedy what to do
         */
        record Missing(String reason, String remedy) implements Search {}
    }
}
