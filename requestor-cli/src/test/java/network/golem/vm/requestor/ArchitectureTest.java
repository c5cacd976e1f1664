package network.golem.vm.requestor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import network.golem.vm.requestor.http.ByteSocket;
import network.golem.vm.requestor.terminal.Terminal;

@AnalyzeClasses(
    packages = "network.golem.vm.requestor",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule needsNoSpring =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");

  @ArchTest
  static final ArchRule onlyTheTerminalKnowsTheStandardStreams =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Terminal.class)
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule onlyTheConsoleLoadsTheHeavyHttpClient =
      noClasses()
          .that()
          .haveNameNotMatching(ByteSocket.class.getName().replace(".", "\\.") + ".*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("network.golem.vm.requestor.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlySshStartsProcesses =
      noClasses()
          .that()
          .resideOutsideOfPackage("..requestor.ssh..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ProcessBuilder.class);
}
