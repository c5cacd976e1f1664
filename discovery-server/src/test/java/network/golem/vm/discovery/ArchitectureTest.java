package network.golem.vm.discovery;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(
    packages = "network.golem.vm.discovery",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule featuresAreFreeOfCycles =
      slices().matching("network.golem.vm.discovery.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule featuresDoNotKnowTheProgram =
      noClasses()
          .that()
          .resideInAPackage("network.golem.vm.discovery.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("network.golem.vm.discovery");

  @ArchTest
  static final ArchRule noOtherProgramIsKnown =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "network.golem.vm.provider..",
              "network.golem.vm.portchecker..",
              "network.golem.vm.requestor..");

  @ArchTest
  static final ArchRule endpointsStayInsideTheirFeature =
      classes().that().areAnnotatedWith(RestController.class).should().bePackagePrivate();
}
