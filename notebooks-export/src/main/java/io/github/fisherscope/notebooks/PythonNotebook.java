package io.github.fisherscope.notebooks;

import io.github.fisherscope.notebooks.Notebook.Cell;
import io.github.fisherscope.notebooks.Notebook.Kernel;
import io.github.fisherscope.reports.text.Summary;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.util.List;

/**
 * A notebook in Python that reads {@code result.json} and {@code result.npz} next to it and needs numpy and matplotlib
 * only. No text of the user is put into code.
 */
final class PythonNotebook {
    private static final String LOAD = """
            import json
            import numpy as np
            import matplotlib.pyplot as plt

            with open("result.json", encoding="utf-8") as file:
                result = json.load(file)
            data = np.load("result.npz")
            eigenvalues = data["eigenvalues"]  # descending; the largest, or all that are not zero by the shape
            complete = result["spectrum"]["rank"] is not None
            theory = result["theory"]["statistics"] or {}  # empty where nothing is predicted
            print("schema", result["schema"])
            print("lambda_max", repr(float(result["spectrum"]["max"])))
            print(len(eigenvalues), "eigenvalues of", result["network"]["parameters"])
            """;

    private static final String TABLE = """
            def show(value):
                return "-" if value is None else f"{value:.5g}"

            if not theory:
                for row in result["comparison"]:
                    print(f"{row['statistic']:24}{show(row['measured']):>14}")
            else:
                print(f"{'statistic':24}{'measured':>14}{'predicted':>14}{'ratio':>10}  verdict")
                for row in result["comparison"]:
                    print(f"{row['statistic']:24}{show(row['measured']):>14}{show(row['predicted']):>14}"
                          f"{show(row['ratio']):>10}  {row['verdict'].lower().replace('_', ' ')}")
            """;

    private static final String HISTOGRAM = """
            positive = eigenvalues[eigenvalues > (result["spectrum"]["rankThreshold"] or 0)]
            fig, ax = plt.subplots(figsize=(7, 4))
            if positive.size:
                low = min(positive.min(), positive.max() / 2)
                ax.hist(positive, bins=np.geomspace(low * 0.999, positive.max() * 1.001, 40), color="#0072B2", alpha=0.6)
                ax.set(xscale="log", yscale="log")
            for key, color in (("mean", "#009E73"), ("bulk", "#B85C94"), ("topMean", "#D55E00")):
                if theory.get(key):
                    ax.axvline(theory[key], color=color, linestyle="--", label=f"theory: {key} = {theory[key]:.4g}")
            ax.set(xlabel="eigenvalue", ylabel="count", title="Eigenvalues")
            if ax.get_legend_handles_labels()[0]:
                ax.legend()
            plt.show()
            """;

    private static final String SCREE = """
            fig, ax = plt.subplots(figsize=(7, 4))
            ax.loglog(np.arange(1, positive.size + 1), positive, ".", color="#0072B2", label="measured")
            outputs = result["network"]["widths"][-1]
            samples = result["data"]["samples"]
            if theory.get("topMean") and theory.get("bulk") and samples > 1:
                ax.step([1, outputs, outputs * samples], [theory["topMean"], theory["topMean"], theory["bulk"]],
                        where="pre", linestyle="--", color="#D55E00", label="theory")
            ax.set(xlabel="rank", ylabel="eigenvalue", title="Eigenvalues in descending order")
            ax.legend()
            plt.show()
            """;

    private static final String CHECK = """
            largest = result["spectrum"]["max"]
            print("largest eigenvalue", largest)
            if complete:
                print("sum of eigenvalues", eigenvalues.sum())
            bound = result["learningRate"]["bound"]
            print("2 / lambda_max", "bounds no learning rate here" if bound is None else bound)
            assert np.isclose(eigenvalues[0], largest, rtol=1e-12)
            """;

    private PythonNotebook() {}

    static Notebook of(SpectrumResult result) {
        Summary summary = Summary.of(result);
        return new Notebook(
                Kernel.PYTHON,
                List.of(
                        Cell.markdown("# " + Markdown.escape(result.title()) + "\n\n"
                                + Markdown.escape(summary.measured()) + "\n\n" + Markdown.escape(summary.theory())),
                        Cell.code(LOAD),
                        Cell.markdown(result.theory().mean() == null ? "## Measured" : "## Measured and predicted"),
                        Cell.code(TABLE),
                        Cell.markdown(
                                result.theory().mean() == null
                                        ? "## The spectrum"
                                        : "## The spectrum\n\nDashed lines are predictions of mean-field theory."),
                        Cell.code(HISTOGRAM),
                        Cell.code(SCREE),
                        Cell.markdown("## Derived numbers\n\n" + Markdown.escape(summary.training())),
                        Cell.code(CHECK)));
    }
}
