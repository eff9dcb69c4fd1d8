// The policy that `ostiary init` writes.

export const starterPolicy = `# What agents may do. Checked with \`ostiary policy check\`, loaded again with SIGHUP.
version: 1

# What happens to an effect that no rule names; the strictest of allow < ask < deny wins.
defaults: {}

rules: []
`;
