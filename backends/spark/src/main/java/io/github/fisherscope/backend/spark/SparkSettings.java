package io.github.fisherscope.backend.spark;

import io.github.fisherscope.core.engine.EngineConfig;
import org.apache.spark.SparkConf;

/** What a context is opened with. Settings given as system properties, as spark-submit gives them, stay as they are. */
final class SparkSettings {
    private static final String LOG_CONFIGURATION = "log4j2.configurationFile";
    private static final double CACHE_SHARE = 0.5;

    private SparkSettings() {}

    /** Keeps Spark's log off the terminal, unless the user configured it; before the first class of Spark is used. */
    static void quiet() {
        if (System.getProperty(LOG_CONFIGURATION) == null && System.getenv("LOG4J_CONFIGURATION_FILE") == null) {
            System.setProperty(LOG_CONFIGURATION, "classpath:fisher-log4j2.properties");
        }
    }

    static SparkConf of(EngineConfig config) {
        SparkConf conf = new SparkConf().setMaster(config.master());
        conf.setIfMissing("spark.app.name", "fisher");
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.setIfMissing("spark.rpc.message.maxSize", "512");
        conf.setIfMissing("spark.driver.maxResultSize", "0"); // what comes back is planned beforehand
        if (config.master().startsWith("local")) {
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        return conf;
    }

    /** Returns the bytes outside the heap that an executor's linearised shards may take: half of its memory. */
    static long cacheBytes(SparkConf conf) {
        return (long) (CACHE_SHARE * executorBytes(conf));
    }

    /** Returns an executor's memory: its own setting, or this process's heap where executors are threads of it. */
    static long executorBytes(SparkConf conf) {
        boolean here = conf.get("spark.master", "local").matches("local(\\[.*])?");
        return here
                ? Runtime.getRuntime().maxMemory()
                : conf.getSizeAsBytes("spark.executor.memory", "1g")
                        + conf.getSizeAsBytes("spark.executor.memoryOverhead", "384m");
    }
}
