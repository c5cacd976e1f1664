package network.golem.vm.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "network.golem.vm.model",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsNoSpringAndNoDatabase =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "network.golem.vm.model..",
              "java..",
              "javax.crypto..",
              "javax.net.ssl..",
              "javax.security..",
              "org.jspecify..",
              "com.fasterxml.jackson.annotation..",
              "com.google.gson..",
              "tools.jackson..",
              "com.nimbusds..",
              "org.bouncycastle..");

  @ArchTest
  static final ArchRule featuresAreFreeOfCycles =
      slices().matching("network.golem.vm.model.(*)..").should().beFreeOfCycles();
}
