// Gradient descent at half of the stability limit of the start: λ_max rises to 2/η and stays there, the edge of stability.
// Run it: jshell --class-path "$(./fisher classpath)" examples/edge-of-stability.jsh
import io.github.fisherscope.core.network.*
import io.github.fisherscope.core.training.*
import io.github.fisherscope.reports.*
import io.github.fisherscope.reports.trajectory.*
import io.github.fisherscope.studies.config.*
import io.github.fisherscope.studies.trajectory.*

var family = NetworkSpec.of(Activation.parse("tanh"), 0.5, 0, 10, 50, 50, 1)
var config = TrainConfig.of(StudyConfig.random(family, 30), new GradientDescent(1), LearningRate.ofLimit(0.5), 600)
var report = TrajectoryReport.of(TrainStudy.of(config).run().result())
System.out.println(report.terminal())
report.write(ReportConfig.defaults(), Path.of("edge-of-stability"))
/exit
