package io.github.fisherscope.cli;

import io.github.fisherscope.results.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** Says which version and commit runs on which Java. */
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        BuildInfo build = BuildInfo.current();
        return new String[] {
            "fisher " + build.version() + " (commit " + build.commit() + ")",
            "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"),
            System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
