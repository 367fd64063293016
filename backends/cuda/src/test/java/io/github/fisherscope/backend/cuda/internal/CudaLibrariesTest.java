package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.backend.cuda.internal.CudaLibraries.Search;
import io.github.fisherscope.backend.cuda.internal.CudaLibraries.Toolkit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search in file systems made for the purpose. */
class CudaLibrariesTest {
    private static final List<String> CUDA_13 = CudaRelease.CUDA_13.libraries();
    private static final List<String> CUDA_12 = CudaRelease.CUDA_12.libraries();

    @TempDir
    private Path root;

    private Path put(String folder, List<String> names) throws IOException {
        Path directory = Files.createDirectories(root.resolve(folder));
        for (String name : names) {
            Files.writeString(directory.resolve(name), "");
        }
        return directory;
    }

    private void putDriver() throws IOException {
        put("usr/lib/x86_64-linux-gnu", List.of(CudaLibraries.DRIVER));
    }

    private Search find(Map<String, String> variables) {
        return new CudaLibraries(variables, root).find();
    }

    private static Search.Found all(Search search) {
        assertThat(search).isInstanceOf(Search.Found.class);
        return (Search.Found) search;
    }

    /** Returns the libraries of the newest release. */
    private static List<Path> found(Search search) {
        return all(search).toolkits().get(0).libraries();
    }

    private static List<CudaRelease> releases(Search search) {
        return all(search).toolkits().stream().map(Toolkit::release).toList();
    }

    private static Search.Missing missing(Search search) {
        assertThat(search).isInstanceOf(Search.Missing.class);
        return (Search.Missing) search;
    }

    @Test
    void aToolkitOfEitherReleaseIsFoundInTheOrderOfLoading() throws IOException {
        putDriver();
        for (CudaRelease release : CudaRelease.values()) {
            Path toolkit = put("usr/local/" + release.name(), release.libraries());
            Search.Found found = all(find(Map.of("CUDA_HOME", toolkit.toString())));
            assertThat(found.driver()).isEqualTo(root.resolve("usr/lib/x86_64-linux-gnu/libcuda.so.1"));
            assertThat(found.toolkits())
                    .containsExactly(new Toolkit(
                            release,
                            release.libraries().stream().map(toolkit::resolve).toList()));
        }
    }

    @Test
    void aToolkitOfItsVersionIsFound() throws IOException {
        putDriver();
        put("usr/local/cuda-13.2/targets/x86_64-linux/lib", CUDA_13);
        assertThat(found(find(Map.of()))).hasSize(6);
    }

    @Test
    void wheelsOfThePythonOnThePathAreFound() throws IOException {
        putDriver();
        put("opt/torch/.venv/bin", List.of("python3"));
        Path wheels = put("opt/torch/.venv/lib/python3.12/site-packages/nvidia/cu13/lib", CUDA_13);
        String path = "/nowhere/bin:" + root.resolve("opt/torch/.venv/bin");
        assertThat(found(find(Map.of("PATH", path)))).contains(wheels.resolve("libcublas.so.13"));
        assertThat(missing(find(Map.of())).reason()).contains("no CUDA 12 or 13 library was found");
    }

    @Test
    void aToolkitWithoutSomeLibrariesIsCompletedFromElsewhere() throws IOException {
        putDriver();
        put("usr/local/cuda/lib64", List.of("libnvrtc.so.13"));
        Path wheels = put("home/me/.local/lib/python3.11/site-packages/nvidia/cu13/lib", CUDA_13.subList(0, 5));
        List<Path> libraries = found(find(Map.of("HOME", root.resolve("home/me").toString())));
        assertThat(libraries)
                .contains(root.resolve("usr/local/cuda/lib64/libnvrtc.so.13"), wheels.resolve("libcublas.so.13"));
    }

    @Test
    void whatTheCompilerOpensByItselfIsLoadedWithIt() throws IOException {
        putDriver();
        Path folder = put("usr/local/cuda/lib64", CUDA_13);
        put("usr/local/cuda/lib64", List.of("libnvrtc-builtins.so.13.0", "libnvrtc-builtins.alt.so.13.0"));
        assertThat(found(find(Map.of())))
                .endsWith(folder.resolve("libnvrtc.so.13"), folder.resolve("libnvrtc-builtins.so.13.0"));
    }

    @Test
    void theVariableIsSearchedAndNothingElse() throws IOException {
        putDriver();
        put("usr/local/cuda/lib64", CUDA_13);
        Path own = put("own/nvidia/cu13/lib", CUDA_13);
        for (String named : List.of("own", "own/nvidia", "own/nvidia/cu13", "own/nvidia/cu13/lib")) {
            List<Path> libraries = found(
                    find(Map.of(CudaLibraries.VARIABLE, root.resolve(named).toString())));
            assertThat(libraries).as(named).contains(own.resolve("libcublas.so.13"));
        }
        Path empty = Files.createDirectories(root.resolve("empty"));
        assertThat(missing(find(Map.of(CudaLibraries.VARIABLE, empty.toString())))
                        .reason())
                .contains("neither CUDA 13 nor CUDA 12 is complete: no CUDA 12 or 13 library was found")
                .contains("FISHERSCOPE_CUDA_PATH=" + empty);
    }

    @Test
    void whereTheLinkerLooksIsSearched() throws IOException {
        Path folder = put("odd/place", CUDA_13);
        Path driver = put("odd/driver", List.of(CudaLibraries.DRIVER)).resolve(CudaLibraries.DRIVER);
        StringBuilder cache = new StringBuilder("glibc-ld.so.cache1.1\0\u0001\u0002\0");
        CUDA_13.forEach(name ->
                cache.append(name).append('\0').append(folder.resolve(name)).append('\0'));
        cache.append(CudaLibraries.DRIVER).append('\0').append(driver).append('\0');
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/ld.so.cache"), cache, StandardCharsets.UTF_8);
        assertThat(all(find(Map.of())).driver()).isEqualTo(driver);
        assertThat(found(find(Map.of()))).contains(folder.resolve("libcusolver.so.12"));
    }

    @Test
    void withoutADriverTheReasonNamesWhatThereIs() throws IOException {
        Path toolkit = put("usr/local/cuda/lib64", List.of("libnvJitLink.so.13", "libnvrtc.so.13"));
        Search.Missing missing = missing(find(Map.of()));
        assertThat(missing.reason())
                .contains("no NVIDIA driver here")
                .contains("no /dev/nvidiactl")
                .contains("of CUDA 13, found [libnvJitLink.so.13, libnvrtc.so.13] in [" + toolkit + "]")
                .contains("but not [libcublasLt.so.13, libcublas.so.13");
        assertThat(missing.remedy()).contains("install the driver").contains("openblas");
    }

    @Test
    void ofTwoCompleteReleasesTheNewestThatTheDriverRunsIsTaken() throws IOException {
        putDriver();
        put("usr/local/cuda-12.4/lib64", CUDA_12);
        put("usr/local/cuda-13.0/lib64", CUDA_13);
        List<Toolkit> toolkits = all(find(Map.of())).toolkits();
        assertThat(toolkits).extracting(Toolkit::release).containsExactly(CudaRelease.CUDA_13, CudaRelease.CUDA_12);
        assertThat(CudaRuntime.newest(toolkits, 13_010)).isEqualTo(toolkits.get(0));
        assertThat(CudaRuntime.newest(toolkits, 13_000)).isEqualTo(toolkits.get(0));
        assertThat(CudaRuntime.newest(toolkits, 12_090)).isEqualTo(toolkits.get(1));
        assertThat(CudaRuntime.newest(toolkits, 11_080)).isNull();
    }

    /** cuSPARSE has the same name in both: with the other release's cuSOLVER it would miss symbols. */
    @Test
    void librariesOfTheTwoReleasesAreNotMixed() throws IOException {
        putDriver();
        Path python = put("opt/python/lib/python3.12/site-packages/nvidia/cu13/lib", CUDA_13);
        Path nvidia = root.resolve("opt/python/lib/python3.12/site-packages/nvidia");
        for (String[] wheel : new String[][] {
            {"nvjitlink", "libnvJitLink.so.12"},
            {"cublas", "libcublasLt.so.12", "libcublas.so.12"},
            {"cusparse", "libcusparse.so.12"},
            {"cusolver", "libcusolver.so.11"},
            {"cuda_nvrtc", "libnvrtc.so.12"}
        }) {
            Path folder = Files.createDirectories(nvidia.resolve(wheel[0]).resolve("lib"));
            for (String name : List.of(wheel).subList(1, wheel.length)) {
                Files.writeString(folder.resolve(name), "");
            }
        }
        List<Toolkit> toolkits = all(find(
                        Map.of("VIRTUAL_ENV", root.resolve("opt/python").toString())))
                .toolkits();
        assertThat(toolkits.get(0).library("libcusparse")).isEqualTo(python.resolve("libcusparse.so.12"));
        assertThat(toolkits.get(1).library("libcusparse")).isEqualTo(nvidia.resolve("cusparse/lib/libcusparse.so.12"));
    }

    @Test
    void anIncompleteReleaseIsDescribedAndTheOtherOneTaken() throws IOException {
        putDriver();
        put("usr/local/cuda/lib64", List.of("libcublas.so.13", "libcublasLt.so.13"));
        Search.Missing missing = missing(find(Map.of()));
        assertThat(missing.reason())
                .contains("of CUDA 13, found [libcublasLt.so.13, libcublas.so.13] in [")
                .contains("but not [libnvJitLink.so.13, libcusparse.so.12, libcusolver.so.12, libnvrtc.so.13]");
        assertThat(missing.remedy())
                .contains("pip install nvidia-cublas nvidia")
                .contains("pip install nvidia-cublas-cu12")
                .contains(CudaLibraries.VARIABLE);
        put("usr/local/cuda-12.8/lib64", CUDA_12);
        assertThat(releases(find(Map.of()))).containsExactly(CudaRelease.CUDA_12);
    }

    @Test
    void theLinkersCacheIsReadByItsTexts() {
        byte[] cache =
                "head\0libx.so\0/lib/libx.so\0\0/lib/\u0007bad.so\0/etc/hosts\0/usr/lib/liby.so.3\0tail /lib/z.so"
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(LinkerCache.paths(cache)).containsExactly(Path.of("/lib/libx.so"), Path.of("/usr/lib/liby.so.3"));
        assertThat(LinkerCache.paths(new byte[0])).isEmpty();
        assertThat(LinkerCache.libraries(root.resolve("none"))).isEmpty();
    }
}
