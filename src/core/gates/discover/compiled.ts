// Go, Rust, Maven, Gradle, .NET and Deno: each has one tool for everything.
import { commands, isWindows, type Discover } from './project.ts';

const nothing = Promise.resolve({});

export const discoverGo: Discover = (_, names) => {
  if (!names.has('go.mod')) return nothing;
  const isLinted = [...names].some((name) => /^\.golangci\.(?:ya?ml|toml|json)$/.test(name));
  return Promise.resolve(
    commands({
      test: ['go test ./...'],
      lint: ['go vet ./...', isLinted && 'golangci-lint run'],
      build: ['go build ./...'],
    }),
  );
};

export const discoverCargo: Discover = (_, names) => {
  if (!names.has('Cargo.toml')) return nothing;
  const isFormatted = names.has('rustfmt.toml') || names.has('.rustfmt.toml');
  const isLinted = names.has('clippy.toml') || names.has('.clippy.toml');
  return Promise.resolve(
    commands({
      test: ['cargo test'],
      lint: [isLinted && 'cargo clippy --all-targets -- -D warnings'],
      format: [isFormatted && 'cargo fmt --check'],
      build: ['cargo build --all-targets'],
    }),
  );
};

export const discoverMaven: Discover = (project, names) => {
  if (!names.has('pom.xml')) return nothing;
  const own = isWindows(project) ? 'mvnw.cmd' : './mvnw';
  const maven = names.has('mvnw') ? own : 'mvn';
  return Promise.resolve({ test: [`${maven} -B test`], build: [`${maven} -B -q -DskipTests test-compile`] });
};

export const discoverGradle: Discover = (project, names) => {
  if (![...names].some((name) => /^(?:build|settings)\.gradle(?:\.kts)?$/.test(name))) return nothing;
  const own = isWindows(project) ? 'gradlew.bat' : './gradlew';
  const gradle = names.has('gradlew') ? own : 'gradle';
  return Promise.resolve({ test: [`${gradle} test`], build: [`${gradle} assemble`] });
};

export const discoverDotnet: Discover = (_, names) =>
  [...names].some((name) => /\.(?:sln|slnx|csproj|fsproj)$/.test(name))
    ? Promise.resolve({ test: ['dotnet test'], build: ['dotnet build'] })
    : nothing;

export const discoverDeno: Discover = async ({ readFile }, names) => {
  const file = ['deno.json', 'deno.jsonc'].find((name) => names.has(name));
  if (file === undefined) return {};
  // Comments may stand in it: the names of its tasks are all that is wanted.
  const tasks = /"tasks"\s*:\s*\{([^}]*)\}/.exec((await readFile(file)) ?? '')?.[1] ?? '';
  const task = (name: string): string | undefined => (tasks.includes(`"${name}"`) ? `deno task ${name}` : undefined);
  return commands({
    test: [task('test') ?? 'deno test'],
    lint: [task('lint') ?? 'deno lint'],
    format: ['deno fmt --check'],
    build: [task('build')],
  });
};
