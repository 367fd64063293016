package io.github.fisherscope.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Autoencoders: a name for three commands. */
@Command(
        name = "vae",
        mixinStandardHelpOptions = true,
        header = "Trains variational autoencoders and repeats their inference: train, infer, report.",
        description = {
            "",
            "A variational autoencoder is trained on images or patterns; then x → z → x is repeated from noisy data, and the"
                    + " latent states are held against memories (data), concepts (clusters) and the centre, in plain"
                    + " distance and in the metric that the decoder gives latent space."
        },
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions%n",
        commandListHeading = "%nCommands%n",
        footer = {
            "",
            "Examples",
            "  fisher vae train --latents 8 --save vae.npz",
            "  fisher vae infer --model vae.npz --noise 0,0.1,0.3"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {"0:the help was printed", "2:wrong argument"},
        subcommands = {VaeTrainCommand.class, VaeInferCommand.class, VaeReportCommand.class})
final class VaeCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    CommonOptions common() {
        return parent.common();
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
