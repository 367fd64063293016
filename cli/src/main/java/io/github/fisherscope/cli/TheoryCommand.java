package io.github.fisherscope.cli;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.io.AtomicFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.kernel.InfiniteWidthKernel;
import io.github.fisherscope.meanfield.law.bulk.BulkPrediction;
import io.github.fisherscope.meanfield.law.bulk.FiniteWidthLaw;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.PhaseFigures;
import io.github.fisherscope.reports.chart.PictureConfig;
import io.github.fisherscope.reports.chart.Pictures;
import io.github.fisherscope.reports.text.TheoryText;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.theory.TheoryJson;
import io.github.fisherscope.results.theory.TheoryReport;
import io.github.fisherscope.studies.assemble.NetworkDescription;
import io.github.fisherscope.studies.assemble.ResultSentences;
import io.github.fisherscope.studies.assemble.UnusedLabels;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.predict.PhaseSection;
import io.github.fisherscope.studies.predict.StudyConditions;
import io.github.fisherscope.studies.predict.TheoryReporter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
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
                    + " leading order in the width, phase and depth scales, the order parameters of each layer, and whether the"
                    + " theory's conditions hold. --json has every prediction; docs/how-to/predict.md explains its fields."
                    + " From --data it uses the two moments of the inputs; from --network, the variances of the weights."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples",
            "  fisher theory --widths 1000,1000,1000,10 --activation relu \\",
            "         --weight-variance 2 --bias-variance 0.1",
            "  fisher theory --activation gelu --json - --phase-diagram phases.png",
            "  fisher theory --widths 500,500,500,10 --samples 100 --finite-width"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:wrong argument or input",
            "70:a defect of the program",
            "74:a file or standard output could not be written"
        })
final class TheoryCommand implements Callable<Integer> {
    private static final String FINITE_WIDTH = "--finite-width";

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Option(
            names = "--kernel",
            description = "Predict every eigenvalue on the inputs of --data from the infinite-width kernel.")
    private boolean kernel;

    @Option(
            names = FINITE_WIDTH,
            description =
                    "Predict the whole bulk of one network of these widths, on independent inputs or on those of --data: quantiles, both"
                            + " ends, moments.")
    private boolean finiteWidth;

    @Option(names = JsonOutput.OPTION, paramLabel = JsonOutput.LABEL, description = JsonOutput.DESCRIPTION)
    private @Nullable String json;

    @Option(
            names = "--phase-diagram",
            paramLabel = "FILE",
            description = "Draw the phases over both variances, with the edge of chaos and this network; .png or .svg.")
    private @Nullable Path phaseDiagram;

    @Override
    public Integer call() {
        JsonOutput document = JsonOutput.of(json);
        checkPicture();
        OutputFile.requireDistinct(JsonOutput.OPTION, document.file(), "--phase-diagram", phaseDiagram);
        StudyConfig config = study.requireWhole("theory").forTheory().config();
        TheoryReport report = report(config);
        if (phaseDiagram != null) {
            draw(config.network().spec(), phaseDiagram);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!parent.common().quiet()) {
            study.notices(config)
                    .forEach(n -> spec.commandLine().getErr().println("fisher: " + PrintableWriter.line(n)));
            WeightFile.tell(spec, study.givenNetwork(), !document.claimsStdout());
        }
        if (document.wanted()) {
            document.write(TheoryJson.write(report), out);
        }
        if (!document.claimsStdout() && !parent.common().quiet()) {
            out.print(TheoryText.of(report));
            out.flush();
        }
        return ExitCode.OK;
    }

    private TheoryReport report(StudyConfig config) {
        NetworkSpec network = config.network().spec();
        InputMoments moments = InputMoments.standardNormal();
        RealVector gram = null;
        if (config.inputs() instanceof InputSource.Given given) {
            Dataset data = given.data();
            if (!(data.meanSquaredNorm() > 0)) {
                throw new IllegalArgumentException(
                        "--data %s: all inputs are zero, or so small that their squares are, and theory is that of inputs of positive length; give other inputs, or measure them with spectrum"
                                .formatted(data.source().description()));
            }
            moments = new InputMoments(data.meanSquaredNorm(), data.meanCrossProduct());
            if (kernel || finiteWidth) {
                gram = gram(data);
            }
        } else if (kernel) {
            throw new IllegalArgumentException(
                    "--kernel needs the inputs themselves; give --data (their number is --limit)");
        }
        return TheoryReporter.of(
                MeanFieldTheory.predict(network, moments, config.inputs().samples()),
                BuildInfo.current().version(),
                kernel ? gram : null,
                finiteWidth ? bulk(config, moments, gram) : null,
                new TheoryReporter.Asked(
                        StudyConditions.ofWholeMatrix(config),
                        NetworkDescription.of(config.network(), config.seed()),
                        UnusedLabels.of(config).map(ResultSentences::note).stream()
                                .toList()));
    }

    private static RealVector gram(Dataset data) {
        double[] x = new double[Math.multiplyExact(data.samples(), data.inputs())];
        for (int t = 0; t < data.samples(); t++) {
            data.copyRow(t, x, t * data.inputs());
        }
        return InfiniteWidthKernel.gram(RealVector.of(x), data.inputs());
    }

    private static BulkPrediction bulk(StudyConfig config, InputMoments moments, @Nullable RealVector gram) {
        NetworkSpec network = config.network().spec();
        return gram == null
                ? FiniteWidthLaw.of(network, moments, config.inputs().samples())
                : FiniteWidthLaw.onData(network, gram);
    }

    private void checkPicture() {
        if (phaseDiagram != null && !isSvg(phaseDiagram) && !name(phaseDiagram).endsWith(".png")) {
            throw new IllegalArgumentException(
                    "--phase-diagram %s is neither .png nor .svg; end the name with one of them"
                            .formatted(phaseDiagram));
        }
        if (phaseDiagram != null) {
            OutputFile.checked("--phase-diagram", phaseDiagram, Pictures.MARK);
        }
    }

    private static boolean isSvg(Path file) {
        return name(file).endsWith(".svg");
    }

    private static String name(Path file) {
        return file.toString().toLowerCase(Locale.ROOT);
    }

    private static void draw(NetworkSpec network, Path file) {
        Figure figure = PhaseFigures.diagram(
                network.activation().id(),
                network.weightVariance(),
                network.biasVariance(),
                PhaseSection.of(network.activation(), network.weightVariance(), network.biasVariance()));
        AtomicFile.write(file, out -> {
            if (isSvg(file)) {
                Pictures.writeSvg(figure, PictureConfig.defaults(), out);
            } else {
                Pictures.writePng(figure, PictureConfig.defaults(), out);
            }
        });
    }
}
