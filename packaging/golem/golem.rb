class Golem < Formula
  desc "Rent virtual machines from anyone, over plain HTTPS and plain SSH"
  homepage "https://github.com/golem-network/vm-on-golem"
  url "https://github.com/golem-network/vm-on-golem/releases/download/v@VERSION@/golem-@VERSION@.jar"
  sha256 "@SHA256@"
  license "Apache-2.0"

  depends_on "openjdk"

  def install
    libexec.install "golem-#{version}.jar" => "golem.jar"
    bin.write_jar_script libexec/"golem.jar", "golem", "@JAVA@"
    system bin/"golem", "__man", man1
    generate_completions_from_executable(bin/"golem", "completion")
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/golem --version")
    assert_match "You have no VM", shell_output("#{bin}/golem vm list --offline 2>&1")
  end
end
