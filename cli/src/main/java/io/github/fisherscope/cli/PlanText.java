package io.github.fisherscope.cli;

import io.github.fisherscope.studies.assemble.ResultSentences;
import io.github.fisherscope.studies.plan.MemorySize;
import io.github.fisherscope.studies.plan.PlanTable;
import java.util.Locale;

/** Prints what a study would cost. */
final class PlanText {
    private PlanText() {}

    static String of(PlanTable table) {
        if (table instanceof PlanTable.OfMethods methods) {
            return methods(methods);
        }
        if (table instanceof PlanTable.OfOneMatrix one) {
            return String.format(
                    Locale.ROOT,
                    "%s: P = %.0f, rows C·T = %.0f; %s; %.3g Gflop, %s%n",
                    one.matrix(),
                    one.parameters(),
                    one.rows(),
                    ResultSentences.reason(one.reason()),
                    one.flops() * 1e-9,
                    MemorySize.of(one.bytes()));
        }
        if (table instanceof PlanTable.OfEngine engine) {
            return engine(engine);
        }
        PlanTable.OfHessian hessian = (PlanTable.OfHessian) table;
        return String.format(
                Locale.ROOT,
                "Hessian of the loss: P = %.0f, one product %.3g Gflop; %s; %.3g Gflop, %s%n",
                hessian.parameters(),
                hessian.product() * 1e-9,
                ResultSentences.reason(hessian.reason()),
                hessian.flops() * 1e-9,
                MemorySize.of(hessian.bytes()));
    }

    private static String engine(PlanTable.OfEngine table) {
        PlanTable.EngineMemory memory = table.memory();
        return String.format(
                Locale.ROOT,
                "P = %d parameters, C·T = %d rows of the dual matrix; one product %.3g Gflop%n"
                        + "%s; %.3g Gflop in all%n"
                        + "samples in %d parts on %s%n"
                        + "planned: %s for this process, at least %s for each executor; all parts together keep %s, and what"
                        + " the executors have no room for is made again for every product%n",
                table.reason().parameters(),
                table.reason().rows(),
                table.product() * 1e-9,
                ResultSentences.reason(table.reason()),
                table.flops() * 1e-9,
                table.partitions(),
                table.engine(),
                MemorySize.of(memory.driver()),
                MemorySize.of(memory.executor()),
                MemorySize.of(memory.kept()));
    }

    private static String methods(PlanTable.OfMethods table) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "P = %d parameters, C·T = %d rows of the dual matrix; one product %.3g Gflop%n",
                table.parameters(),
                table.rows(),
                table.product() * 1e-9));
        for (PlanTable.MethodRow row : table.methods()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s %-17s %10.3g Gflop %9s  %s%n",
                    row.chosen() ? "*" : " ",
                    row.method().id(),
                    row.flops() * 1e-9,
                    MemorySize.of(row.bytes()),
                    row.method().how().finds()));
        }
        if (table.routes() != null) {
            routes(table.routes(), text);
        }
        PlanTable.MemoryShares memory = table.memory();
        return text.append(String.format(
                        Locale.ROOT,
                        "planned for the process %s: %s of matrices, %s of data, network and vectors on the Java heap, %s for"
                                + " the Java machine%n",
                        MemorySize.of(memory.total()),
                        MemorySize.of(memory.matrices()),
                        MemorySize.of(memory.heap()),
                        MemorySize.of(memory.runtime())))
                .toString();
    }

    private static void routes(PlanTable.Routes routes, StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "%.0f products expected%s; each Gflop, with what is prepared before%n",
                routes.products(),
                routes.moments() ? ", and the exact second moment" : ""));
        for (PlanTable.RouteRow row : routes.rows()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s %-27s %9.3g each, %9.3g before, %9.3g in all %9s%n",
                    row.chosen() ? "*" : " ",
                    ResultSentences.route(row.route()),
                    row.each() * 1e-9,
                    row.before() * 1e-9,
                    row.total() * 1e-9,
                    MemorySize.of(row.bytes())));
        }
    }
}
