// Start-up script for sessions in JShell: imports, and two words to begin with.
// Use it: jshell --class-path "$(./fisher classpath)" --startup DEFAULT --startup examples/fisher.jsh
// Then:   var result = measure("tanh", 3, 0.64, 100, 200, 200, 10)
//         report(result, "fisher-report")
import io.github.fisherscope.core.network.*
import io.github.fisherscope.meanfield.*
import io.github.fisherscope.reports.*
import io.github.fisherscope.results.spectrum.*
import io.github.fisherscope.studies.config.*
import io.github.fisherscope.studies.spectrum.*
import io.github.fisherscope.reports.text.ResultText
import io.github.fisherscope.spectra.*

/** Measures a random network on samples of standard normal inputs and prints the table. */
SpectrumResult measure(String activation, double weightVariance, double biasVariance, int samples, int... widths) {
    var spec = NetworkSpec.of(Activation.parse(activation), weightVariance, biasVariance, widths);
    var result = SpectrumStudy.of(StudyConfig.random(spec, samples)).run();
    System.out.println(ResultText.of(result).terminal());
    return result;
}

/** Writes result.json, the page and the pictures into a folder. */
void report(SpectrumResult result, String folder) { ReportWriter.of(ReportConfig.defaults()).write(result, Path.of(folder)); }
