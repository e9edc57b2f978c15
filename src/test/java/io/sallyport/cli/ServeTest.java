package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.ImageMode;
import io.sallyport.core.StartRefused;
import org.junit.jupiter.api.Test;

class ServeTest {
    @Test
    void the_native_executable_refuses_embedded_services_and_says_what_to_do_instead() {
        assertThatThrownBy(() -> Serve.refuseWhereNative(ImageMode.NATIVE_RUN))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("run the jar with this profile, or set QUARKUS_PROFILE to prod");
    }

    @Test
    void the_jar_has_them() {
        assertThatCode(() -> Serve.refuseWhereNative(ImageMode.JVM)).doesNotThrowAnyException();
    }
}
