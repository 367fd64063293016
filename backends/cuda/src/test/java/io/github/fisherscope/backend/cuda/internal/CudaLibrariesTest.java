package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.backend.cuda.internal.CudaLibraries.Search;
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

    private static List<Path> found(Search search) {
        assertThat(search).isInstanceOf(Search.Found.class);
        return ((Search.Found) search).libraries();
    }

    private static Search.Missing missing(Search search) {
        assertThat(search).isInstanceOf(Search.Missing.class);
        return (Search.Missing) search;
    }

    @Test
    void aToolkitIsFoundAndLoadedFromTheDriverUp() throws IOException {
        putDriver();
        Path toolkit = put("usr/local/cuda/lib64", CudaLibraries.NEEDED);
        List<Path> libraries = found(find(Map.of()));
        assertThat(libraries.get(0)).isEqualTo(root.resolve("usr/lib/x86_64-linux-gnu/libcuda.so.1"));
        assertThat(libraries.subList(1, libraries.size()))
                .isEqualTo(CudaLibraries.NEEDED.stream().map(toolkit::resolve).toList());
    }

    @Test
    void aToolkitOfItsVersionIsFound() throws IOException {
        putDriver();
        put("usr/local/cuda-13.2/targets/x86_64-linux/lib", CudaLibraries.NEEDED);
        assertThat(found(find(Map.of()))).hasSize(9);
    }

    @Test
    void wheelsOfThePythonOnThePathAreFound() throws IOException {
        putDriver();
        put("opt/torch/.venv/bin", List.of("python3"));
        Path wheels = put("opt/torch/.venv/lib/python3.12/site-packages/nvidia/cu13/lib", CudaLibraries.NEEDED);
        String path = "/nowhere/bin:" + root.resolve("opt/torch/.venv/bin");
        assertThat(found(find(Map.of("PATH", path)))).contains(wheels.resolve("libcublas.so.13"));
        assertThat(missing(find(Map.of())).reason()).contains("no CUDA 13 library was found");
    }

    @Test
    void aToolkitWithoutSomeLibrariesIsCompletedFromElsewhere() throws IOException {
        putDriver();
        put("usr/local/cuda/lib64", List.of("libcudart.so.13"));
        Path wheels = put("home/me/.local/lib/python3.11/site-packages/nvidia/cu13/lib", CudaLibraries.NEEDED);
        List<Path> libraries = found(find(Map.of("HOME", root.resolve("home/me").toString())));
        assertThat(libraries)
                .contains(root.resolve("usr/local/cuda/lib64/libcudart.so.13"), wheels.resolve("libnvrtc.so.13"));
    }

    @Test
    void whatTheCompilerOpensByItselfIsLoadedWithIt() throws IOException {
        putDriver();
        Path folder = put("usr/local/cuda/lib64", CudaLibraries.NEEDED);
        put("usr/local/cuda/lib64", List.of("libnvrtc-builtins.so.13.0", "libnvrtc-builtins.alt.so.13.0"));
        assertThat(found(find(Map.of())))
                .endsWith(folder.resolve("libnvrtc.so.13"), folder.resolve("libnvrtc-builtins.so.13.0"));
    }

    @Test
    void theVariableIsSearchedAndNothingElse() throws IOException {
        putDriver();
        put("usr/local/cuda/lib64", CudaLibraries.NEEDED);
        Path own = put("own/nvidia/cu13/lib", CudaLibraries.NEEDED);
        for (String named : List.of("own", "own/nvidia", "own/nvidia/cu13", "own/nvidia/cu13/lib")) {
            List<Path> libraries = found(
                    find(Map.of(CudaLibraries.VARIABLE, root.resolve(named).toString())));
            assertThat(libraries).as(named).contains(own.resolve("libcublas.so.13"));
        }
        Path empty = Files.createDirectories(root.resolve("empty"));
        assertThat(missing(find(Map.of(CudaLibraries.VARIABLE, empty.toString())))
                        .reason())
                .contains("CUDA 13 is not complete")
                .contains("FISHERSCOPE_CUDA_PATH=" + empty);
    }

    @Test
    void whereTheLinkerLooksIsSearched() throws IOException {
        Path folder = put("odd/place", CudaLibraries.NEEDED);
        Path driver = put("odd/driver", List.of(CudaLibraries.DRIVER)).resolve(CudaLibraries.DRIVER);
        StringBuilder cache = new StringBuilder("glibc-ld.so.cache1.1\0\u0001\u0002\0");
        CudaLibraries.NEEDED.forEach(name ->
                cache.append(name).append('\0').append(folder.resolve(name)).append('\0'));
        cache.append(CudaLibraries.DRIVER).append('\0').append(driver).append('\0');
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/ld.so.cache"), cache, StandardCharsets.UTF_8);
        assertThat(found(find(Map.of()))).startsWith(driver).contains(folder.resolve("libcusolver.so.12"));
    }

    @Test
    void withoutADriverTheReasonNamesWhatThereIs() throws IOException {
        Path toolkit = put("usr/local/cuda/lib64", List.of("libcudart.so.13", "libnvrtc.so.13"));
        Search.Missing missing = missing(find(Map.of()));
        assertThat(missing.reason())
                .contains("no NVIDIA driver here")
                .contains("no /dev/nvidiactl")
                .contains("found [libcudart.so.13, libnvrtc.so.13] in [" + toolkit + "]")
                .contains("but not [libnvJitLink.so.13, libcublasLt.so.13");
        assertThat(missing.remedy()).contains("install the driver").contains("openblas");
    }

    @Test
    void anOlderCudaIsNamedAndNotTaken() throws IOException {
        putDriver();
        put("usr/local/cuda/lib64", List.of("libcublas.so.12", "libcudart.so.12"));
        Search.Missing missing = missing(find(Map.of()));
        assertThat(missing.reason()).contains("found CUDA 12 (").contains("which this backend cannot use");
        assertThat(missing.remedy()).contains("pip install nvidia-cublas").contains(CudaLibraries.VARIABLE);
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
