package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.geometry.Degeneracy.Kind;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Consecutive layers with nothing but the identity between them: together they are one map {@code x ↦ W x + c} with W of
 * the rank r that the narrowest width allows, so all parameters beyond those of such maps are surplus.
 *
 * <p>W (C × M) of rank r has {@code r (M + C − r)} independent entries. The shift c is any vector if the last layer has a bias,
 * and lies in the image of the layers above otherwise: with s the least width from the last layer with a bias upwards, it
 * adds r numbers if s = r (it lies in the image of W), C numbers if s &gt; r (the image of W and c together have a rank that
 * the widths allow), none if no layer has a bias.
 *
 * @param first first layer of the run, counted from 1
 * @param last last layer of the run
 * @param shiftInvariant whether the outputs are seen only up to a number that is added to all of them, so that one output
 *     less counts; the last layer's directions of that kind are counted elsewhere
 */
record LinearRun(NeuralNetwork network, int first, int last, boolean shiftInvariant) {
    private long parameters() {
        return LongStream.rangeClosed(first, last)
                .map(l -> network.layout().layerParameters((int) l))
                .sum();
    }

    private long outputs() {
        return network.layer(last).shape().outputs() - (shiftInvariant ? 1L : 0L);
    }

    /** Returns the least of the widths {@code from} to {@code last}. */
    private long narrowest(int from) {
        return LongStream.range(from, last).map(l -> network.width((int) l)).reduce(outputs(), Math::min);
    }

    private long rank() {
        return narrowest(first - 1);
    }

    private long shift() {
        int l = last;
        while (l >= first && !network.layout().layer(l).bias()) {
            l--;
        }
        if (l < first) {
            return 0;
        }
        return l == last || narrowest(l) > rank() ? outputs() : rank();
    }

    /** Returns the surplus, if there is any. */
    Optional<Degeneracy> degeneracy() {
        long rank = rank();
        long shift = shift();
        long free = rank * (network.width(first - 1) + outputs() - rank) + shift;
        long counted = shiftInvariant ? network.layout().layer(last).extendedInputs() : 0;
        long surplus = parameters() - free - counted;
        if (surplus <= 0) {
            return Optional.empty();
        }
        boolean whole = first == 1 && last == network.depth();
        return Optional.of(new Degeneracy(
                Kind.LINEAR_NETWORK,
                surplus,
                String.format(
                        Locale.ROOT,
                        "%s together are one matrix of rank %d %s: %d independent numbers",
                        whole ? "all layers" : String.format(Locale.ROOT, "layers %d to %d", first, last),
                        rank,
                        shift > 0 ? "with a bias" : "without a bias",
                        free)));
    }
}
