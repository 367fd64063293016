package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.GraphSize;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.graph.ParameterView;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.formats.architecture.ArchitectureNetwork;
import io.github.fisherscope.formats.architecture.Presets;
import io.github.fisherscope.reports.text.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Says what a file holds as a network. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Says what network a file holds: layers, shapes, parameters, and what was decided when it was read.",
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples:",
            "  fisher inspect model.onnx",
            "  fisher inspect model.safetensors --architecture model.json",
            "  fisher inspect net.npz --activation tanh",
            "  fisher inspect resnet:depth=8,width=4"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:wrong argument, or a file that is no network",
            "5:would not fit in memory",
            "74:standard output could not be written"
        })
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "A network: ONNX, safetensors, PyTorch, Keras, DL4J, .npz or .npy; or an architecture: .json, or a preset.")
    private Path file = Path.of("");

    @Mixin
    private NetworkFileOptions reading = new NetworkFileOptions();

    @Override
    public Integer call() {
        parent.common().check();
        PrintWriter out = spec.commandLine().getOut();
        if (isArchitecture()) {
            reading.requireNone(file);
            RandomArchitecture random = new RandomArchitecture(ArchitectureNetwork.draw(file.toString(), null, null));
            out.println(random.described());
            print(random.family().graph(), out);
            out.println("What a spectrum costs: fisher spectrum --architecture " + file + " --explain");
            out.flush();
            return ExitCode.OK;
        }
        NetworkFileOptions.Read read = reading.read(file);
        out.println(read.described());
        read.notes().forEach(note -> out.println("- " + note));
        print(read.network().graph(), out);
        out.println("What a spectrum costs: fisher spectrum --network FILE --data FILE --explain");
        out.flush();
        return ExitCode.OK;
    }

    /** Architectures are files of JSON or presets; no network of another program has such a name. */
    private boolean isArchitecture() {
        return Presets.knows(file.toString())
                || file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    private static void print(Graph graph, PrintWriter out) {
        out.println();
        out.print(layers(graph).terminal());
        out.println();
        out.print(tensors(graph).terminal());
        out.println();
        FullyConnected.Recognition chain = FullyConnected.recognize(graph);
        out.printf(
                Locale.ROOT,
                "%d parameters in %d tensors; %d layers; one sample forward takes %.4g Mflop in products with parameters.%n",
                graph.parameters(),
                graph.tensors().size(),
                graph.nodes().size(),
                new GraphSize(graph, 1, 1, Precision.DOUBLE).forwardFlops() * 1e-6);
        out.println(
                chain.covers()
                        ? "It is fully connected: every form, the Hessian and theory are there for it."
                        : "It is not fully connected (" + chain.reason()
                                + "): 'fisher spectrum' measures its Fisher matrix and its Hessian.");
        if (graph.output().positions() > 1) {
            out.printf(
                    Locale.ROOT,
                    "A sample has %d positions of %d outputs; the likelihood applies at each.%n",
                    graph.output().positions(),
                    graph.output().channels());
        }
    }

    private static TextTable layers(Graph graph) {
        List<List<String>> rows = new ArrayList<>();
        for (Node node : graph.nodes()) {
            String from = node.inputs().stream()
                    .map(n -> n == Graph.INPUT ? "input" : graph.node(n).name())
                    .collect(Collectors.joining(", "));
            rows.add(
                    List.of(node.name(), node.layer().kind(), node.output().toString(), parameters(graph, node), from));
        }
        return TextTable.of(List.of("layer", "kind", "output", "parameters", "takes"), rows);
    }

    private static String parameters(Graph graph, Node node) {
        List<String> names = new ArrayList<>();
        for (ParameterView view : node.views()) {
            names.add(
                    view.isConstant()
                            ? "constant"
                            : graph.tensors().get(view.tensor()).name()
                                    + (view.isWhole() ? "" : " (in another order, or in part)"));
        }
        return String.join(", ", names);
    }

    private static TextTable tensors(Graph graph) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < graph.tensors().size(); i++) {
            ParameterTensor tensor = graph.tensors().get(i);
            int number = i;
            long uses = graph.nodes().stream()
                    .flatMap(n -> n.views().stream())
                    .filter(v -> !v.isConstant() && v.tensor() == number)
                    .count();
            Shape shape = tensor.shape();
            rows.add(List.of(
                    tensor.name(),
                    shape.toString(),
                    Integer.toString(shape.size()),
                    uses == 1 ? "" : "used " + uses + " times"));
        }
        return TextTable.of(List.of("parameter tensor", "shape", "parameters", ""), rows);
    }
}
