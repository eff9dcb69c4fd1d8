// What somebody sees who is not signed in: how to get a link.

export function SignedOutPage() {
  return (
    <main className="alone">
      <h1>Ostiary</h1>
      <p>You are not signed in. Ask the broker for a link, with the key it knows you by:</p>
      <pre className="command">ssh -p PORT -i KEY console@{location.hostname} web</pre>
      <p className="dim">
        The link works once, within a minute. It is for operators and auditors; PORT is the one your agents use, KEY
        your own.
      </p>
    </main>
  );
}
