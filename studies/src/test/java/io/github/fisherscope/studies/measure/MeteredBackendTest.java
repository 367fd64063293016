package io.github.fisherscope.studies.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MeteredBackendTest {
    static Stream<Method> methods() {
        return Arrays.stream(Backend.class.getMethods());
    }

    /** A default of the interface in place of what the backend chose would cost speed and be noticed by no result. */
    @ParameterizedTest
    @MethodSource("methods")
    void leavesNoMethodToTheInterface(Method method) throws NoSuchMethodException {
        assertThat(MeteredBackend.class
                        .getMethod(method.getName(), method.getParameterTypes())
                        .getDeclaringClass())
                .isEqualTo(MeteredBackend.class);
    }

    static Stream<Method> choices() {
        return methods().filter(m -> m.getParameterCount() == 0 && m.getReturnType() != void.class);
    }

    @ParameterizedTest
    @MethodSource("choices")
    void tellsWhatTheBackendTells(Method choice) throws ReflectiveOperationException {
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            Backend metered = new MeteredBackend(backend, 1, new LongAdder(), done -> {});
            assertThat(choice.invoke(metered)).isEqualTo(choice.invoke(backend));
        }
    }
}
