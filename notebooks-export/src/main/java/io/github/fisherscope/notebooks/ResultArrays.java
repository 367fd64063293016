package io.github.fisherscope.notebooks;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.LayerInfo;
import io.github.fisherscope.results.spectrum.SpectrumInfo.Density;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.TheoryInfo.OrderParameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The arrays of a result by the names they have in {@code result.npz}. */
final class ResultArrays {
    private final Map<String, NpyArray> arrays = new LinkedHashMap<>();

    private ResultArrays() {}

    static Map<String, NpyArray> of(SpectrumResult result) {
        ResultArrays made = new ResultArrays();
        RealVector all = result.spectrum().eigenvalues();
        made.put("eigenvalues", all.isEmpty() ? result.spectrum().top() : all);
        Density density = result.spectrum().density();
        if (density != null) {
            made.put("density_grid", density.grid());
            made.put("density_values", density.values());
            made.put("density_nodes", density.nodes());
            made.put("density_weights", density.weights());
        }
        made.layers("layer_mean", result, LayerInfo::mean);
        made.layers("layer_max", result, LayerInfo::max);
        made.orderParameters(result.theory().orderParameters());
        if (result.ensemble() != null) {
            result.ensemble().values().forEach((name, values) -> made.put("ensemble_" + name, values));
        }
        return made.arrays;
    }

    private void put(String name, RealVector values) {
        arrays.put(name, NpyArray.of(values.toArray(), values.size()));
    }

    private void layers(String name, SpectrumResult result, ToDoubleFunction<LayerInfo> value) {
        if (!result.layers().isEmpty()) {
            put(name, RealVector.of(result.layers().stream().mapToDouble(value).toArray()));
        }
    }

    private void orderParameters(@Nullable OrderParameters p) {
        if (p != null) {
            put("theory_q", p.q());
            put("theory_q_st", p.qSt());
            put("theory_q_hat", p.qHat());
            put("theory_q_hat_st", p.qHatSt());
            put("theory_q_tilde", p.qTilde());
            put("theory_q_tilde_st", p.qTildeSt());
        }
    }
}
