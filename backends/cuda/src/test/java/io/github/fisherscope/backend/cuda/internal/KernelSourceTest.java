package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.backend.Precision;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The lists of parameters stand in two languages; a difference would be memory read as something else. */
class KernelSourceTest {
    private static final Pattern FUNCTION = Pattern.compile("__global__ void (\\w+)\\(([^)]*)\\)");

    private static Map<String, String> parametersInTheSource() {
        Map<String, String> found = new TreeMap<>();
        Matcher functions = FUNCTION.matcher(KernelCompiler.source());
        while (functions.find()) {
            StringBuilder kinds = new StringBuilder();
            for (String parameter : functions.group(2).split(",")) {
                kinds.append(kind(parameter.strip()));
            }
            found.put(functions.group(1), kinds.toString());
        }
        return found;
    }

    private static char kind(String parameter) {
        String type = parameter.replaceFirst("\\s*\\w+$", "").replace("const ", "");
        return switch (type) {
            case "REAL*" -> 'm';
            case "double*" -> 'd';
            case "Index" -> 'n';
            case "double" -> 'x';
            default -> throw new IllegalStateException("unknown type in '" + parameter + "'");
        };
    }

    @Test
    void everyKernelTakesWhatItsCallGives() {
        Map<String, String> declared = new TreeMap<>();
        for (Kernel kernel : Kernel.values()) {
            declared.put(kernel.symbol(), kernel.parameters());
        }
        assertThat(parametersInTheSource()).hasSizeGreaterThan(10).isEqualTo(declared);
    }

    @Test
    void theSourceAndTheGridAgreeOnTheThreadsOfASum() {
        assertThat(KernelCompiler.source()).contains("#define THREADS " + Grid.THREADS + "\n");
    }

    @Test
    void aCallWithAWrongArgumentIsADefectThatShowsAtOnce() {
        KernelCall call = new KernelCall(Kernel.MIRROR_LOWER, Precision.DOUBLE, Grid.overTiles(5));
        assertThatThrownBy(() -> call.integer(3)).isInstanceOf(IllegalStateException.class);
        call.matrix(1).integer(5);
        assertThatThrownBy(call::count).hasMessageContaining("takes 3 parameters and was given 2");
        call.integer(5);
        assertThat(call.count()).isEqualTo(3);
        assertThatThrownBy(() -> call.integer(3)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void machineCodeIsMadeForKnownChipsAndTranslatableCodeForNewerOnes() {
        int[] known = {75, 80, 86, 90, 100};
        assertThat(KernelCompiler.target(90, known)).isEqualTo("sm_90");
        assertThat(KernelCompiler.target(89, known)).isEqualTo("compute_86");
        assertThat(KernelCompiler.target(121, known)).isEqualTo("compute_100");
        assertThatThrownBy(() -> KernelCompiler.target(70, known))
                .isInstanceOf(CudaCallException.class)
                .hasMessageContaining("from 75 on")
                .hasMessageContaining("the GPU has 70");
    }

    @Test
    void gridsStayWithinTheLimitsOfCuda() {
        for (long rows : new long[] {1, 7, 31, 1000, 1L << 24, 1L << 40}) {
            for (long columns : new long[] {1, 31, 127, 128, 1000, 1L << 33}) {
                Grid grid = Grid.overEntries(rows, columns);
                assertThat(grid.threadsAcross() * grid.threadsDown()).isEqualTo(Grid.THREADS);
                assertThat(grid.blocksDown()).isBetween(1, 65_535);
                assertThat(grid.blocksAcross()).isBetween(1, 1 << 16);
            }
        }
        assertThat(Grid.overTiles(1L << 30).blocksAcross()).isEqualTo(65_535);
        assertThat(Grid.overTiles(33)).isEqualTo(new Grid(2, 2, 32, 8));
    }
}
