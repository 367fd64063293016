package io.github.fisherscope.reports.study;

import java.lang.management.ManagementFactory;

/** What the JVM says about the machine it runs on. */
final class Machine {
    private Machine() {}

    /** Returns the bytes of physical memory (of the container, if there is one); the JVM's heap limit if unknown. */
    static long physicalMemory() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            return system.getTotalMemorySize();
        }
        return Runtime.getRuntime().maxMemory();
    }

    static String java() {
        return System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")";
    }

    static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }
}
