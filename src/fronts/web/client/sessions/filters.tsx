// The filters of the sessions; every change is a new address.
import { type FormEvent, useId } from 'react';
import { goTo, Link } from '../router.tsx';
import { isFiltered, type SessionFilter } from '../routing.ts';

type Choices = readonly (readonly [string, string])[];

const states: Choices = [
  ['', 'any state'],
  ['live', 'live'],
  ['closed', 'closed'],
  ['interrupted', 'interrupted'],
];
const happenings: Choices = [
  ['', 'whatever happened'],
  ['denied', 'something denied'],
  ['asked', 'somebody asked'],
  ['masked', 'something masked'],
];

export function Filters({ filter }: { readonly filter: SessionFilter }) {
  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = Object.fromEntries(
      [...new FormData(event.currentTarget)].flatMap(([name, value]) =>
        typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [],
      ),
    ) as SessionFilter;
    const { sort, order } = filter;
    const next = { ...given, ...(sort === undefined ? {} : { sort }), ...(order === undefined ? {} : { order }) };
    goTo({ page: 'sessions', filter: next }, 'replace');
  }
  return (
    // A new address fills the fields anew.
    <form className="filters" key={JSON.stringify(filter)} onSubmit={apply} onChange={changeAtOnce} aria-label="Filter">
      <Field name="identity" label="Identity" value={filter.identity} />
      <Field name="owner" label="Owner" value={filter.owner} />
      <Field name="target" label="Target" value={filter.target} />
      <Choice name="state" label="State" value={filter.state} choices={states} />
      <Choice name="had" label="Had" value={filter.had} choices={happenings} />
      <Field name="after" label="After" value={filter.after} type="date" />
      <Field name="before" label="Before" value={filter.before} type="date" />
      <button type="submit">Filter</button>
      {isFiltered(filter) ? (
        <Link to={{ page: 'sessions', filter: {} }} className="quiet">
          Clear
        </Link>
      ) : null}
    </form>
  );
}

/** What is chosen holds at once; what is typed waits for Enter. */
function changeAtOnce({ target, currentTarget }: FormEvent<HTMLFormElement>) {
  if (target instanceof HTMLSelectElement) currentTarget.requestSubmit();
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
}

function Field({ name, label, value = '', type = 'text' }: FieldProps & { readonly type?: 'text' | 'date' }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type}
        defaultValue={value}
        maxLength={64}
        autoComplete="off"
        spellCheck={false}
      />
    </div>
  );
}

function Choice({ name, label, value = '', choices }: FieldProps & { readonly choices: Choices }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} name={name} defaultValue={value}>
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
