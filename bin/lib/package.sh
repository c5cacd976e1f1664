# shellcheck shell=bash
# Puts packages together: a program's jars, unpacked, a Java runtime of its own (jlink), and the list of classes that it
# loads at its start, of which an archive is made where it is installed. To be sourced after build.sh; ROOT is the clone.

# shellcheck source=bin/lib/java.sh
. "$ROOT/bin/lib/java.sh"
# shellcheck source=bin/lib/aot.sh
. "$ROOT/bin/lib/aot.sh"

PROGRAMS=(golem golem-provider golem-discovery golem-port-checker)
PACKAGE_LOG=$ROOT/target/package.log
CLASS_LISTS=$ROOT/target/package/classlists

# Nobody of the host, by agreement among images.
IMAGE_USER=10001

# What all that is packed is dated: the time of the last commit, so that the same sources give the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH

# The modules of the JDK that the jars use; nothing tells but running them, since frameworks look things up by name.
GOLEM_MODULES=java.base,java.logging,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.cryptoki,jdk.net,jdk.unsupported
SERVER_MODULES=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.prefs,java.rmi,java.scripting,java.security.jgss,java.sql,java.transaction.xa,java.xml,jdk.httpserver,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs

project_version() {
  sed -n '/<parent>/,/<\/parent>/d; s|^ *<version>\(.*\)</version>|\1|p' "$ROOT/pom.xml" | head -n 1
}

# package PROGRAM VERSION OUTPUT IMAGES: IMAGES is 1 to make those as well.
package() {
  local name=$1 version=$2 output=$3 images=$4 tree
  local summary description module jar depends recommends='' suggests='' user='' port='' data='' also=''
  # shellcheck source=/dev/null
  . "$ROOT/packaging/$name/package.sh"
  tree=$ROOT/target/package/trees/$name-$version
  rm -rf "$tree"
  mkdir -p "$tree/bin" "$tree/lib/$name/app" "$tree/share/doc/$name"
  : >"$PACKAGE_LOG"
  put_runtime "$tree/lib/$name/runtime"
  put_program
  put_class_list
  put_documents
  put_bill_of_materials
  make_tarball
  make_deb
  if [ "$images" = 1 ] && [ -n "$port" ]; then make_image; fi
}

# What the libraries of machine code are for; two platforms' packages lie in one directory of a release.
platform() {
  printf '%s-%s' "$(uname -s | tr '[:upper:]' '[:lower:]')" "$(uname -m)"
}

put_runtime() {
  local modules=$SERVER_MODULES
  [ "$name" != golem ] || modules=$GOLEM_MODULES
  "$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
    --compress zip-9 --vm server --output "$1" >>"$PACKAGE_LOG" 2>&1
  find "$1/bin" -type f ! -name java -delete
  ! command -v strip >/dev/null || find "$1" -type f \( -name '*.so' -o -name java \) -exec strip --strip-unneeded {} +
}

put_program() {
  if [ "$name" = golem ]; then
    cp "$ROOT/$module/target/$jar" "$tree/lib/$name/app/$jar"
  else
    "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$ROOT/$module/target/$jar" extract --force --destination "$tree/lib/$name/app" \
      >>"$PACKAGE_LOG" 2>&1
  fi
  java_options >"$tree/lib/$name/java.options"
  fill_in "$ROOT/packaging/launcher.sh" >"$tree/bin/$name"
  local archiver=$ROOT/packaging/$name/archive-classes.sh
  [ -f "$archiver" ] || archiver=$ROOT/packaging/archive-classes.sh
  fill_in "$archiver" >"$tree/lib/$name/archive-classes"
  chmod 755 "$tree/bin/$name" "$tree/lib/$name/archive-classes"
  [ -z "$also" ] || ln -s "$name" "$tree/bin/$also"
}

java_options() {
  if [ "$name" = golem ]; then printf '%s\n' "$GOLEM_JAVA"; else printf '%s\n' "$SERVER_JAVA"; fi
}

# fill_in FILE
fill_in() {
  local nothing_kept='' archives="\$home/$name.jsa" run="-jar \"\$home/app/$jar\""
  if [ "$name" = golem ]; then
    archives="\$home/golem.jsa:\$home/golem-network.jsa"
    run='-cp "$home/app/golem.jar" network.golem.vm.requestor.Golem'
  fi
  [ -n "$data" ] || nothing_kept='/@DATA@/d;'
  sed -e "${nothing_kept}s|@DATA@|$data|g; s|@NAME@|$name|g; s|@JAR@|$jar|g; s|@SUMMARY@|$summary|g; s|@VERSION@|$version|g; s|@USER@|$user|g; s|@ARCHIVES@|$archives|; s|@RUN@|$run|" "$1"
}

put_class_list() {
  cp "$CLASS_LISTS/$name.classlist" "$tree/lib/$name/"
  [ "$name" != golem ] || cp "$CLASS_LISTS/golem-quick.classlist" "$tree/lib/golem/"
}

# What the programs load is found out once for each state of their jars, since threads make no two runs quite alike.
list_classes_of_jars() {
  local state name
  state=$(cd "$ROOT" && sha256sum "${JARS[@]}" "$JAVA_HOME/release" | sha256sum)
  [ "$state" = "$(cat "$CLASS_LISTS/listed-from" 2>/dev/null)" ] && return 0
  rm -rf "$CLASS_LISTS"
  mkdir -p "$CLASS_LISTS"
  list_classes "$JAVA_HOME/bin/java" "$CLASS_LISTS"
  for name in "${PROGRAMS[@]}"; do
    [ -s "$CLASS_LISTS/$name.classlist" ] || return 1
  done
  printf '%s\n' "$state" >"$CLASS_LISTS/listed-from"
}

put_documents() {
  cp "$ROOT/LICENSE" "$ROOT/CHANGELOG.md" "$tree/share/doc/$name/"
  cp -r "$tree/lib/$name/runtime/legal" "$tree/share/doc/$name/java" && rm -rf "$tree/lib/$name/runtime/legal"
  if [ "$name" = golem ]; then
    mkdir -p "$tree/share/man/man1"
    cp "$ROOT"/requestor-cli/target/man/man1/*.1 "$tree/share/man/man1/"
    gzip --no-name -9 "$tree"/share/man/man1/*.1
  fi
  if [ -f "$ROOT/packaging/$name/$name.service" ]; then
    mkdir -p "$tree/lib/systemd/system" "$tree/share/doc/$name/examples"
    cp "$ROOT/packaging/$name/$name.service" "$tree/lib/systemd/system/"
    cp "$ROOT/packaging/$name/$name.env" "$tree/share/doc/$name/examples/"
  fi
}

# What the program is made of, as CycloneDX: the libraries, and the Java that comes with it.
put_bill_of_materials() {
  local java
  java=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")
  sed "0,/^  \"components\" : \[/s||&\n    { \"type\" : \"platform\", \"name\" : \"openjdk\", \"version\" : \"$java\", \"licenses\" : [ { \"expression\" : \"GPL-2.0-only WITH Classpath-exception-2.0\" } ] },|" \
    "$ROOT/$module/target/bom.json" >"$tree/share/doc/$name/sbom.cdx.json"
  cp "$tree/share/doc/$name/sbom.cdx.json" "$output/$name-$version-$(platform).cdx.json"
}

# Once for all programs; needs their modules' versions and no jars.
list_materials() {
  (cd "$ROOT" && mvn --batch-mode --quiet org.cyclonedx:cyclonedx-maven-plugin:makeBom --also-make \
    --projects discovery-server,port-checker-server,provider-server,requestor-cli -DoutputFormat=json \
    -DincludeBomSerialNumber=false -DprojectType=application -DskipNotDeployed=false -DincludeTestScope=false) \
    >>"$PACKAGE_LOG" 2>&1 </dev/null
}

# With Homebrew Java is a package of its own: the formula takes the jar.
make_formula() {
  local jar=golem-$version.jar
  cp "$ROOT/requestor-cli/target/golem.jar" "$output/$jar"
  touch --date="@$SOURCE_DATE_EPOCH" "$output/$jar"
  sed -e "s|@VERSION@|$version|g; s|@SHA256@|$(sha256sum "$output/$jar" | cut -d ' ' -f 1)|; s|@JAVA@|$GOLEM_JAVA|" \
    "$ROOT/packaging/golem/golem.rb" >"$output/golem.rb"
}

make_tarball() {
  find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --mode=u=rwX,go=rX \
    --directory "$(dirname "$tree")" "$(basename "$tree")" | gzip --no-name -9 >"$output/$name-$version-$(platform).tar.gz"
}

make_deb() {
  local root=$ROOT/target/package/trees/$name.deb file
  rm -rf "$root"
  mkdir -p "$root/usr" "$root/DEBIAN"
  cp -r "$tree"/. "$root/usr/"
  rm -f "$root/usr/share/doc/$name/LICENSE"
  copyright >"$root/usr/share/doc/$name/copyright"
  if [ -f "$ROOT/packaging/$name/$name.service" ]; then
    mkdir -p "$root/etc/golem"
    cp "$ROOT/packaging/$name/$name.env" "$root/etc/golem/$name.env"
    printf '/etc/golem/%s.env\n' "$name" >"$root/DEBIAN/conffiles"
  fi
  for file in postinst prerm postrm; do
    fill_in "$ROOT/packaging/$file.sh" >"$root/DEBIAN/$file"
    chmod 755 "$root/DEBIAN/$file"
  done
  control "$(du -sk "$root/usr" | cut -f 1)" >"$root/DEBIAN/control"
  (cd "$root" && find -- * -path DEBIAN -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
  chmod -R u=rwX,go=rX "$root"
  dpkg-deb --root-owner-group --build -Zxz "$root" "$output/${name}_${version}_$(dpkg --print-architecture).deb" >>"$PACKAGE_LOG"
  rm -rf "$root"
}

# An OCI image of a server: Debian with its package in it, which runs as nobody and keeps its data in a volume. Not by Jib: that
# follows links, which a Debian is full of, and its order of class files is not the one of which the package makes an archive.
make_image() {
  local root=$ROOT/target/package/trees/$name.image.tar container
  local tag=${version//[^A-Za-z0-9_.-]/-} # tags have neither ~ nor +, which versions have
  export STORAGE_DRIVER=${STORAGE_DRIVER:-vfs}
  # shellcheck disable=SC2016 # $1 is for the hooks
  mmdebstrap --quiet --variant=minbase --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook="copy-in '$output/${name}_${version}_$(dpkg --print-architecture).deb' /var/tmp" \
    --customize-hook='chroot "$1" sh -c "apt-get install --yes /var/tmp/*.deb && rm /var/tmp/*.deb"' \
    --customize-hook="install --directory --owner=$IMAGE_USER --group=$IMAGE_USER --mode=700 \"\$1/var/lib/$name\"" \
    bookworm "$root" >>"$PACKAGE_LOG" 2>&1
  container=$(buildah from scratch)
  {
    buildah add "$container" "$root" /
    buildah config --user "$IMAGE_USER:$IMAGE_USER" --entrypoint "[\"/usr/bin/$name\"]" --cmd start --volume "/var/lib/$name" \
      --workingdir "/var/lib/$name" ${data:+--env "$data=/var/lib/$name"} --port "$port" --stop-signal SIGTERM \
      --label "org.opencontainers.image.title=$name" --label "org.opencontainers.image.description=$summary" \
      --label "org.opencontainers.image.version=$version" --label org.opencontainers.image.licenses=Apache-2.0 \
      --label org.opencontainers.image.source=https://github.com/golem-network/vm-on-golem "$container"
    buildah commit --disable-compression=false --timestamp "$SOURCE_DATE_EPOCH" "$container" "oci-archive:$output/$name-$version-$(uname -m).oci.tar:$name:$tag"
    buildah rm "$container"
  } >>"$PACKAGE_LOG" 2>&1
  rm -f "$root"
}

# control SIZE-IN-KIB: the file of that name, https://www.debian.org/doc/debian-policy/ch-controlfields.html
control() {
  cat <<TEXT
Package: $name
Version: $(tr - '~' <<<"$version")
Section: net
Priority: optional
Architecture: $(dpkg --print-architecture)
Maintainer: VM on Golem maintainers <maintainers@golem.network>
Installed-Size: $1
Depends: $depends
${recommends:+Recommends: $recommends
}${suggests:+Suggests: $suggests
}Homepage: https://github.com/golem-network/vm-on-golem
Description: ${summary%.}
$description
TEXT
}

copyright() {
  cat <<TEXT
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: vm-on-golem

Files: *
Copyright: The VM on Golem authors
License: Apache-2.0
 On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.

Files: usr/lib/$name/runtime/*
Copyright: Oracle and/or its affiliates, and others
License: GPL-2.0-only WITH Classpath-exception-2.0
 The texts are in /usr/share/doc/$name/java; that of the GPL is in /usr/share/common-licenses/GPL-2.
TEXT
}
