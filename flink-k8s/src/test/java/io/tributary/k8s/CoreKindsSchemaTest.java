package io.tributary.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class CoreKindsSchemaTest {

  private static final SchemaCheck CORE_KINDS = SchemaCheck.ofCoreKinds();

  private final Manifests manifests = Manifests.production();

  @Test
  void acceptsTheCoreKindsOfTheProductionOverlay() {
    assertThat(CORE_KINDS.findings(manifests)).isEmpty();
  }

  @Test
  void knowsEveryKindOfTheProductionOverlay() {
    assertThat(manifests.objects())
        .allMatch(o -> CORE_KINDS.covers(o) || o.path("kind").asText().equals("FlinkDeployment"));
  }

  @Test
  void refusesAVerbThatGrantsEverything() {
    ObjectNode role = manifests.find("Role", "tributary").orElseThrow();
    role.withArray("/rules/0/verbs").removeAll().add("*");
    assertThat(CORE_KINDS.findings(manifests))
        .singleElement()
        .asString()
        .startsWith("Role/tributary $.rules[0].verbs[0]");
  }

  @Test
  void refusesAMisspelledFieldOfACoreKind() {
    ObjectNode binding = manifests.find("RoleBinding", "tributary").orElseThrow();
    binding.set("subject", binding.remove("subjects"));
    assertThat(CORE_KINDS.findings(manifests)).hasSize(2).anyMatch(f -> f.contains("'subject'"));
  }
}
