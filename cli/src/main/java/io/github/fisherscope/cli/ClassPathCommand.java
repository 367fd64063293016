package io.github.fisherscope.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the class path, so that other programs can use the library without a published artifact. */
@Command(
        name = "classpath",
        mixinStandardHelpOptions = true,
        header = "Prints the class path of the library, for java, javac and jshell.",
        optionListHeading = "%nGeneral%n",
        footer = {"", "Example", "  fisher classpath", "  jshell --class-path \"$(fisher classpath)\""},
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {"0:done", "2:wrong argument", "74:standard output could not be written"})
final class ClassPathCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(System.getProperty("java.class.path"));
        return ExitCode.OK;
    }
}
