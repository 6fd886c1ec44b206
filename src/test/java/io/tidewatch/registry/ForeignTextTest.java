package io.tidewatch.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForeignTextTest {

    @Test
    void credentialsInAddressesAreMaskedWhereverTheyStand() {
        assertThat(ForeignText.shown("no http://joe:s3cret@host:8081/x, no https://token@b"))
                .isEqualTo("no http://***@host:8081/x, no https://***@b");
        assertThat(ForeignText.shown("http://joe:p@ss@host/")).isEqualTo("http://***@host/");
        assertThat(ForeignText.shown("http://host/mail@host")).isEqualTo("http://host/mail@host");
    }

    @Test
    void textIsOneShortLine() {
        assertThat(ForeignText.shown("a\u001b[31m\r\nb\u202ec\u2028d")).isEqualTo("a [31m b c d");
        String endless = "x".repeat(30_000_000);
        assertThat(ForeignText.shown(endless)).startsWith("xxx").endsWith("... (cut, 30000000 characters)");
        assertThat(ForeignText.shown(endless).length()).isLessThan(350);
        assertThat(ForeignText.shown(null)).isEqualTo("no text");
    }

    @Test
    void passwordThatBeginsBeforeTheCutIsMaskedToo() {
        String text = "y".repeat(ForeignText.LONGEST - 12) + "http://joe:s3cretpassword@host";
        assertThat(ForeignText.shown(text)).doesNotContain("s3").contains("http://***");
    }
}
