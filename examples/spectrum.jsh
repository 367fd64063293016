// One network's Fisher spectrum in JShell: prints the table and writes the report into fisher-report.
// Run it: jshell --class-path "$(./fisher classpath)" examples/spectrum.jsh
import io.github.fisherscope.core.network.Activation
import io.github.fisherscope.core.network.NetworkSpec
import io.github.fisherscope.reports.ReportConfig
import io.github.fisherscope.reports.ReportWriter
import io.github.fisherscope.studies.spectrum.SpectrumStudy
import io.github.fisherscope.studies.config.StudyConfig
import io.github.fisherscope.reports.text.ResultText
import java.nio.file.Path

var spec = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 500, 500, 500, 10)
var result = SpectrumStudy.of(StudyConfig.random(spec, 100)).run()
System.out.println(ResultText.of(result).terminal())
ReportWriter.of(ReportConfig.defaults()).write(result, Path.of("fisher-report"))
/exit
