import { css } from 'lit'

/** Teams that answer for a point, and who is in them. */
export const teamsStyles = css`
  .shift-teams,
  .team-people {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 2);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .shift-teams > li {
    display: grid;
    justify-items: start;
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border-inline-start: 3px solid var(--_accent);
    background: var(--_sunken);
  }
  .shift-teams .who,
  .shift-teams details {
    inline-size: 100%;
  }
  .shift-teams summary {
    min-block-size: 44px;
    align-content: center;
    cursor: pointer;
    font-weight: 600;
  }
  .team-people {
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 6.5em), 1fr));
  }
  .team-people li,
  .points .point-teams .team-people li {
    display: block;
    padding: 0;
    border: 0;
  }
  .candidate-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
  }
  .candidate-head h5 {
    margin: 0;
    font-size: 1em;
    font-weight: 650;
  }
`
