package io.fairlead.engine.inplace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {
    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "nginx, docker.io/library/nginx:latest, true",
        "shop/web:1, docker.io/shop/web:1, true",
        "reg:5000/x, reg:5000/x:latest, true",
        "reg:5000/x:1, reg:5000/x, false",
        "localhost/x, docker.io/localhost/x, false",
        "shop/web@sha256:ab, shop/web:latest, false",
        "shop/web:1, shop/web:2, false"
    })
    void comparesAsRuntimesDo(String left, String right, boolean isSame) {
        assertThat(ImageName.isSame(left, right)).isEqualTo(isSame);
    }
}
