package io.github.fisherscope.bench;

import io.github.fisherscope.studies.plan.MemoryCheck.Work;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The groups of stages that can be measured on their own. */
public enum BenchJob {
    /** Forward pass, sensitivities, single and batched products with K and F. */
    PRODUCTS(Work.PRODUCTS),
    /** The ways to multiply by the dual matrix, against what the cost model expects of them. */
    ROUTES(Work.ROUTES),
    /** The dual matrix and all its eigenvalues. */
    EIGENVALUES(Work.ALL_EIGENVALUES),
    /** The ten largest eigenvalues by Lanczos. */
    LARGEST(Work.LARGEST),
    /** The spectral density by quadrature, outliers deflated. */
    DENSITY(Work.DENSITY),
    /** tr F and tr F². */
    MOMENTS(Work.MOMENTS),
    /** A product with F or K while the data pass through in batches. */
    STREAMED(Work.BATCHES),
    /** tr F, θᵀFθ and Σθ²F_ii in one sweep over the data. */
    STREAMED_MOMENTS(Work.BATCHES),
    /** A step of the damped natural gradient beside one of gradient descent. */
    NATURAL_GRADIENT(Work.ALL_EIGENVALUES);

    private final Work work;

    BenchJob(Work work) {
        this.work = work;
    }

    /** Returns what the memory of the job is planned by. */
    Work work() {
        return work;
    }

    /** Returns the name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns every job. */
    public static Set<BenchJob> all() {
        return EnumSet.allOf(BenchJob.class);
    }

    /**
     * Finds a job by its {@link #id()}.
     *
     * @throws IllegalArgumentException listing the jobs if there is none of that name
     */
    public static BenchJob parse(String id) {
        return Arrays.stream(values())
                .filter(job -> job.id().equals(id.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("job %s is unknown; choose from %s"
                        .formatted(id, Arrays.stream(values()).map(BenchJob::id).toList())));
    }
}
