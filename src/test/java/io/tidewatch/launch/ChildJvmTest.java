package io.tidewatch.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChildJvmTest {
    @Test
    void childKeepsTheParentsFlagsButItsHeapAndAgents() {
        assertThat(ChildJvm.kept("--add-modules=jdk.incubator.vector")).isTrue();
        assertThat(ChildJvm.kept("-Xmx1536m")).isFalse();
        assertThat(ChildJvm.kept("-javaagent:jacoco.jar=destfile=x")).isFalse();
    }
}
