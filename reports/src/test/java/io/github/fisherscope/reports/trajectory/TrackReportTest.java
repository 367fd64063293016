package io.github.fisherscope.reports.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.trajectory.TrackResult;
import io.github.fisherscope.results.trajectory.TrackResult.Checkpoint;
import io.github.fisherscope.results.trajectory.TrackResult.Segments;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Data;
import io.github.fisherscope.results.trajectory.TrajectoryResult.KernelNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Path;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SpectrumNow;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackReportTest {
    @Test
    void everyNetworkHasARow() {
        SpectrumNow spectrum = new SpectrumNow(4, RealVector.of(4, 1), 9, 2.0, null, null);
        TrackResult result = new TrackResult(
                TrackResult.SCHEMA,
                "1",
                12345,
                new Data("x.npy", "none", 7, 2, 1, 0),
                "gaussian",
                List.of(
                        new Checkpoint("a.npz", null, 0.5, spectrum, null, new Path(0, 0, 0, null, 0, 0), null),
                        new Checkpoint(
                                "b.npz",
                                0.25,
                                0.5,
                                spectrum,
                                new KernelNow(0.125, null),
                                new Path(1, 0.5, 0.5, 2.0, 3, 1),
                                new Segments(1.25, 0.5))));
        String text = TrackReport.of(result).terminal();
        assertThat(text)
                .startsWith("2 networks of 12")
                .contains(" parameters at 7 samples (x.npy), gaussian likelihood");
        List<String> last = TrackReport.of(result).table().rows().get(1);
        assertThat(last)
                .containsExactly("b.npz", "0.2500", "4.000", "0.5000", "2.000", "0.1250", "1.000", "1.250", "2.000");
        assertThat(String.join(",", TrackReport.of(result).numbers().rows().get(1)))
                .isEqualTo("b.npz,0.25,0.5,4.0,9.0,2.0,,0.125,,1.0,0.5,0.5,2.0,3.0,1.0,1.25,0.5");
    }
}
