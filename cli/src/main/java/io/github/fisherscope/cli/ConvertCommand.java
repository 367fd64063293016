package io.github.fisherscope.cli;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.formats.NetworkExport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The parameters of a network as a file that other programs read. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Writes the parameters of a network as safetensors or NumPy arrays.",
        description = {
            "",
            "Writes the parameters of a network from any file that is read, by their names and in float64, which holds"
                    + " the numbers of every format exactly. Constants, such as running means and frozen tensors, are no"
                    + " parameters and are not in it."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples",
            "  fisher convert model.onnx --out parameters.safetensors",
            "  fisher convert network.zip --input-shape 1,28,28 --out parameters.npz",
            "  fisher convert dense.keras --out net.npz"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:wrong argument, or a file that is no network; nothing was written",
            "5:would not fit in memory",
            "74:the file or standard output could not be written"
        })
final class ConvertCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Parameters(paramLabel = "FILE", description = "A network: ONNX, safetensors, PyTorch, Keras, DL4J, .npz or .npy.")
    private Path file = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description =
                    "Where the parameters go: .safetensors or .npz. A chain of dense layers has the names W1, b1, ..."
                            + " in .npz, with its activations. No file is replaced.")
    private Path out = Path.of("");

    @Mixin
    private NetworkFileOptions reading = new NetworkFileOptions();

    @Override
    public Integer call() {
        parent.common().check();
        NetworkExport.requireKnown(out);
        if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException(
                    "--out %s: this is there already, and nothing is replaced; choose another name".formatted(out));
        }
        OutputFile.checked("--out", out, "");
        NetworkFileOptions.Read read = reading.read(file);
        Graph graph = read.network().graph();
        NetworkExport.write(out, read.network());
        if (!parent.common().quiet()) {
            PrintWriter stdout = spec.commandLine().getOut();
            stdout.println(read.described());
            read.notes().forEach(note -> stdout.println("- " + note));
            stdout.printf(
                    Locale.ROOT,
                    "%s: %d parameters in %d tensors, float64%s%n",
                    out,
                    graph.parameters(),
                    graph.tensors().size(),
                    NetworkExport.asChain(out, read.network()) ? ", as W1, b1, ..." : ", by their names");
            stdout.flush();
        }
        return ExitCode.OK;
    }
}
