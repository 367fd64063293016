package io.github.fisherscope.cli;

import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.LayerStatistics;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.RecommendedStatistics;
import io.github.fisherscope.meanfield.SpectrumStatistics;
import io.github.fisherscope.meanfield.ValidityCondition;
import io.github.fisherscope.reports.study.InputSource;
import io.github.fisherscope.reports.study.StudyConfig;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what mean-field theory predicts, without measuring anything. */
@Command(
        name = "theory",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Predicts the spectrum by mean-field theory, without measuring anything.",
        description = {
            "",
            "Prints what mean-field theory predicts for a family of random networks: statistics at finite width and to"
                    + " leading order in the width, the order parameters of each layer, and whether the theory's conditions hold."
                    + " From --data it uses the two moments of the inputs; from --network, the variances of the weights."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Example",
            "  fisher theory --widths 1000,1000,1000,10 --activation relu \\",
            "         --weight-variance 2 --bias-variance 0.1"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {"0:done", "2:wrong argument or input", "70:a defect of the program"})
final class TheoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Override
    public Integer call() {
        StudyConfig config = study.requireWhole("theory").config();
        InputMoments moments = InputMoments.standardNormal();
        if (config.inputs() instanceof InputSource.Given given) {
            moments = new InputMoments(
                    given.data().meanSquaredNorm(), given.data().meanCrossProduct());
        }
        print(
                MeanFieldTheory.predict(
                        config.network().spec(), moments, config.inputs().samples()),
                spec.commandLine().getOut());
        return ExitCode.OK;
    }

    private static void print(MeanFieldPrediction p, PrintWriter out) {
        line(out, "network", p.spec().widths() + " " + p.spec().activation().id());
        line(out, "parameters P", Long.toString(p.spec().parameters()));
        line(out, "samples T", Long.toString(p.samples()));
        out.println();
        out.println("statistic                    finite width   leading order in the width");
        RecommendedStatistics best = p.recommended();
        SpectrumStatistics leading =
                p.statistics().leadingOrder().map(l -> l.statistics()).orElse(null);
        row(out, "mean m_λ", best.mean(), leading == null ? Double.NaN : leading.mean());
        row(out, "second moment s_λ", best.secondMoment(), leading == null ? Double.NaN : leading.secondMoment());
        row(out, "mean of top C eigenvalues", best.topMean(), leading == null ? Double.NaN : leading.largest());
        row(out, "largest eigenvalue λ_max", best.largest(), Double.NaN);
        row(out, "bulk", best.bulk(), leading == null ? Double.NaN : leading.bulk());
        row(out, "learning-rate bound 2/λ_max", p.measures().learningRate().plain(), Double.NaN);
        row(out, "Fisher-Rao norm θᵀFθ", p.measures().fisherRao().total(), Double.NaN);
        row(
                out,
                "  paper's value Σθᵢ²F_ii",
                Double.NaN,
                p.measures().fisherRao().diagonalWeights());
        p.statistics().leadingOrder().ifPresent(l -> {
            out.println();
            line(out, "κ₁, κ₂, α", String.format(Locale.ROOT, "%.9g, %.9g, %.9g", l.kappa1(), l.kappa2(), l.alpha()));
        });
        printLayers(p, out);
        out.println();
        for (ValidityCondition condition : p.validity()) {
            out.println((condition.holds() ? "holds  " : "FAILS  ") + condition.explanation());
        }
    }

    private static void printLayers(MeanFieldPrediction p, PrintWriter out) {
        out.println();
        out.println("layer          q       q_st        q̃       q̃_st  block mean  block λ_max");
        for (LayerStatistics layer : p.statistics().layers()) {
            int l = layer.layer();
            out.println(String.format(
                    Locale.ROOT,
                    "%5d %10.5g %10.5g %9.5g %10.5g %11.5g %12.5g",
                    l,
                    p.order().q(l),
                    p.order().qPair(l),
                    p.order().qTilde(l),
                    p.order().qTildePair(l),
                    layer.mean(),
                    layer.largestWithEdge()));
        }
    }

    private static void line(PrintWriter out, String name, String value) {
        out.println(String.format(Locale.ROOT, "%-16s %s", name, value));
    }

    private static void row(PrintWriter out, String name, double value, double leading) {
        out.println(String.format(Locale.ROOT, "%-28s %12s %12s", name, number(value), number(leading)));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.6g", value);
    }
}
