package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.network.arrays.ArrayName.Convention;
import io.github.fisherscope.core.network.arrays.NetworkReading.OrientationSource;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides the orientation of a file's matrices. What is said decides; then the shapes; where they fit both ways, the
 * number of inputs, then names that belong to a convention. Otherwise it is open.
 *
 * @param orientation how the matrices lie
 * @param source what decided it
 */
record OrientationDecision(Orientation orientation, OrientationSource source) {

    static OrientationDecision of(
            Path file, LayerChain chain, @Nullable Orientation fromFile, @Nullable Orientation given, int dataInputs) {
        boolean rows = chain.fits(Orientation.FAN_OUT_FAN_IN);
        boolean columns = chain.fits(Orientation.FAN_IN_FAN_OUT);
        if (!rows && !columns) {
            throw InputFileException.of(
                    file,
                    chain.conflicts(),
                    "save all matrices in one orientation, and biases with one number for each unit");
        }
        Orientation said = given != null ? given : fromFile;
        if (said != null) {
            return said(file, chain, said, given != null ? OrientationSource.GIVEN : OrientationSource.FILE);
        }
        if (rows != columns) {
            Orientation only = rows ? Orientation.FAN_OUT_FAN_IN : Orientation.FAN_IN_FAN_OUT;
            return new OrientationDecision(only, OrientationSource.SHAPES);
        }
        return whereShapesFitBoth(file, chain, dataInputs);
    }

    private static OrientationDecision said(Path file, LayerChain chain, Orientation said, OrientationSource source) {
        String conflict = chain.conflict(said);
        if (conflict != null) {
            throw InputFileException.format(
                    file,
                    Remedy.of("the shapes fit " + said.other().words() + " only")
                            .by("orientation", said.other().id()),
                    "is to be read as %s (%s), but then %s",
                    said.words(),
                    source.words(),
                    conflict);
        }
        return new OrientationDecision(said, source);
    }

    private static OrientationDecision whereShapesFitBoth(Path file, LayerChain chain, int dataInputs) {
        int byRows = chain.layers().get(0).inputs(Orientation.FAN_OUT_FAN_IN);
        int byColumns = chain.layers().get(0).inputs(Orientation.FAN_IN_FAN_OUT);
        if (byRows != byColumns && (dataInputs == byRows || dataInputs == byColumns)) {
            Orientation fitting = dataInputs == byRows ? Orientation.FAN_OUT_FAN_IN : Orientation.FAN_IN_FAN_OUT;
            return new OrientationDecision(fitting, OrientationSource.DATA);
        }
        if (chain.layers().stream().allMatch(OrientationDecision::equalsItsTranspose)) {
            return new OrientationDecision(Orientation.FAN_OUT_FAN_IN, OrientationSource.SYMMETRY);
        }
        List<Convention> conventions =
                chain.layers().stream().map(LayerArrays::convention).distinct().toList();
        if (conventions.stream().allMatch(c -> c == Convention.TORCH || c == Convention.TORCH_SEQUENCE)) {
            return new OrientationDecision(Orientation.FAN_OUT_FAN_IN, OrientationSource.NAMES);
        }
        if (conventions.stream().allMatch(c -> c == Convention.KERAS || c == Convention.SCIKIT_LEARN)) {
            return new OrientationDecision(Orientation.FAN_IN_FAN_OUT, OrientationSource.NAMES);
        }
        throw new UndecidedNetworkException(
                UndecidedNetworkException.Question.ORIENTATION,
                "%s: the shapes fit a network %s of matrices %s as well as a network %s of matrices %s",
                file,
                chain.widths(Orientation.FAN_OUT_FAN_IN),
                Orientation.FAN_OUT_FAN_IN.words(),
                chain.widths(Orientation.FAN_IN_FAN_OUT),
                Orientation.FAN_IN_FAN_OUT.words());
    }

    private static boolean equalsItsTranspose(LayerArrays layer) {
        if (layer.singleUnit()) {
            return true;
        }
        int n = layer.weights().shape().get(0);
        if (layer.weights().shape().get(1) != n) {
            return false;
        }
        NpyArray matrix = layer.weights().numbers().get();
        DoubleBuffer numbers = matrix.buffer();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (numbers.get(i * n + j) != numbers.get(j * n + i)) {
                    return false;
                }
            }
        }
        return true;
    }
}
